"""Notices printed under the title of the rule that they issue: the title stands twice, once over each."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.model import ParsedFile, Relation
from tests.ingest.reading import read_text, titles, tree

TITLE = "云州市老年助餐管理办法"
HEAD = f"{TITLE}\n云民发〔2023〕8号\n"
ISSUING = f"各县区民政局，市直各单位：\n现将《{TITLE}》印发给你们，请认真执行。\n"
SIGNED = "云州市民政局　云州市财政局\n2023年3月1日\n"
RULE = "第一条　为规范助餐服务，制定本办法。\n第二条　每餐补贴3元。\n第三条　本办法自2023年5月1日起施行。"
BODIES = ("云州市民政局", "云州市财政局")


def dropped(parsed: ParsedFile) -> list[tuple[str, str]]:
    return [(d.text, d.reason) for d in parsed.coverage.dropped]


def accounts_for_all(parsed: ParsedFile) -> bool:
    coverage = parsed.coverage
    return coverage.characters == coverage.in_clauses + coverage.in_fields + coverage.in_dropped


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ISSUING + SIGNED + f"{TITLE}\n{RULE}",
        HEAD + ISSUING + "云州市民政局　云州市财政局　2023年3月1日\n" + f"{TITLE}\n{RULE}",
        HEAD + ISSUING + SIGNED + f"（此件公开发布）\n{TITLE}\n{RULE}",
        HEAD + ISSUING + SIGNED + f"附件\n{TITLE}\n{RULE}",
        HEAD + ISSUING + f"附件：{TITLE}\n" + SIGNED + f"附件\n{TITLE}\n{RULE}",
        HEAD + ISSUING + SIGNED + f"{TITLE[:5]}\n{TITLE[5:]}\n{RULE}",
        HEAD.replace(TITLE, f"{TITLE[:5]}\n{TITLE[5:]}") + ISSUING + SIGNED + f"{TITLE}\n{RULE}",
        HEAD + ISSUING.replace("助餐管", "助餐\n管") + SIGNED + f"{TITLE}\n{RULE}",
        HEAD + ISSUING.replace("现将", "").replace("印发", "已经市政府同意，现印发") + SIGNED + f"{TITLE}\n{RULE}",
        f"云州市民政局文件\n{HEAD}{ISSUING}{SIGNED}{TITLE}\n（2023年2月1日云州市人民政府第3次常务会议通过）\n{RULE}",
    ],
    ids="two-lines one-line note annex named-annex parted-below parted-above broken approved enacted".split(),
)
def test_the_title_below_the_signature_begins_the_rule(text: str) -> None:
    parsed = read_text(text)
    assert titles(parsed) == [TITLE, TITLE]
    notice, rule = parsed.documents
    assert notice.wraps == rule.document_id
    assert (tree(parsed, 0), tree(parsed, 1)) == (["正文", "落款"], ["第一条", "第二条", "第三条"])
    for document in parsed.documents:
        assert (document.document_number, document.issuing_authorities) == ("云民发〔2023〕8号", BODIES)
        assert document.dated_on == date(2023, 3, 1)
    assert (notice.effective_on, rule.effective_on) == (None, date(2023, 5, 1))
    assert [(r.relation, r.target) for r in notice.references] == [(Relation.FORWARDS, rule.document_id)]
    assert dropped(parsed) == []
    assert accounts_for_all(parsed)


def test_a_rule_of_sections_below_a_signature_begins_with_its_preamble() -> None:
    text = (
        HEAD + ISSUING + SIGNED + f"{TITLE}\n为做好助餐服务，制定本方案。\n一、目标\n全市覆盖。\n二、任务\n建好食堂。"
    )
    parsed = read_text(text.replace("办法", "方案"))
    assert tree(parsed, 1) == ["正文", "一、目标", "二、任务"]


@pytest.mark.parametrize("end", ["", "云州市民政局\n", "云州市民政局\n云州市财政局\n"], ids=["none", "one", "two"])
def test_without_a_day_the_first_article_shows_that_the_rule_begins_and_the_bodies_above_sign(end: str) -> None:
    parsed = read_text(HEAD + ISSUING + end + f"{TITLE}\n{RULE}")
    assert titles(parsed) == [TITLE, TITLE]
    assert parsed.documents[1].issuing_authorities == BODIES[: end.count("\n")]
    assert tree(parsed, 0) == ["正文", "落款"][: 2 if end else 1]


def test_a_body_above_the_rule_begins_it_where_the_notice_is_closed_by_its_day() -> None:
    parsed = read_text(
        f"关于印发《{TITLE}》的通知\n云民发〔2023〕8号\n{ISSUING}{SIGNED}云州市民政局\n{TITLE}\n第一条　甲。\n第二条　乙。"
    )
    assert tree(parsed, 0) == ["正文", "落款"]
    assert parsed.documents[0].clauses[1].text.endswith("2023年3月1日")


def test_running_heads_beside_the_rules_own_title_are_still_dropped() -> None:
    pages = RULE.replace("\n第二条", f"\n— 2 —\n{TITLE}\n第二条").replace("\n第三条", f"\n— 3 —\n{TITLE}\n第三条")
    parsed = read_text(HEAD + ISSUING + SIGNED + f"— 1 —\n{TITLE}\n{TITLE}\n{pages}\n— 4 —")
    assert tree(parsed, 1) == ["第一条", "第二条", "第三条"]
    assert [text for text, reason in dropped(parsed) if reason == "页眉或页脚"] == [TITLE] * 3
    assert accounts_for_all(parsed)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + f"第一条　为规范助餐服务，制\n— 1 —\n{TITLE}\n定本办法。\n第二条　甲。",
        HEAD + ISSUING + f"一、时间\n抓好落实。\n— 1 —\n{TITLE}\n二、要求\n按时报送。\n" + SIGNED,
        HEAD + ISSUING + f"一、时间\n抓好落实。\n{SIGNED}{TITLE}\n— 1 —\n附件1\n登记表\n姓名",
        HEAD + ISSUING + f"一、时间\n抓好落实。\n{SIGNED}云州市民政局办公室　2023年3月2日印发\n{TITLE}\n— 1 —",
        HEAD + f"各县区民政局：\n根据《{TITLE}》，现通知如下。\n一、时间\n抓好落实。\n{SIGNED}{TITLE}",
    ],
    ids="in-a-sentence between-sections above-an-annex below-the-imprint not-issued".split(),
)
def test_a_title_that_heads_no_rule_is_a_running_head(text: str) -> None:
    parsed = read_text(text)
    assert titles(parsed) == [TITLE]
    assert (TITLE, "页眉或页脚") in dropped(parsed)
    assert accounts_for_all(parsed)


def test_the_rules_title_may_bear_a_tail_that_the_notice_leaves_out() -> None:
    text = f"{TITLE}（试行）\n云民发〔2023〕8号\n{ISSUING}{SIGNED}{TITLE}（试行）\n{RULE}"
    parsed = read_text(text)
    assert titles(parsed) == [f"{TITLE}（试行）"] * 2
    assert tree(parsed, 1) == ["第一条", "第二条", "第三条"]
    assert [r.relation for r in parsed.documents[0].references] == [Relation.FORWARDS]


def test_a_notice_that_forwards_one_of_nearly_its_own_title_keeps_the_relation_its_title_states() -> None:
    inner = "云州市民政局关于进一步做好全市困难老年人助餐配餐送餐服务和老年食堂建设运营管理有关工作的通知"
    parsed = read_text(
        f"关于转发《{inner}》的通知\n云民发〔2023〕8号\n各县区民政局：\n现转发给你们。\n{SIGNED}{inner}\n各市民政局：\n一、甲\n做好。"
    )
    notice = parsed.documents[0]
    assert [(r.relation, r.title) for r in notice.references] == [(Relation.FORWARDS, inner)]
