"""The whole picture: grouped by province, superior beside subordinate, contradictions said and changes not mistaken for them."""

from __future__ import annotations

import io
import itertools
import re
from pathlib import Path

from rich.console import Console

from index.clause_index import open_index
from index.update import ingest_paths
from qa.answer import ask
from qa.model import Answer
from serve.contract import answer_object
from serve.printing import print_answer
from web.answer_view import grounds_html, short_html

NOTICE = """{issuer}文件
{number}
关于{matter}的通知
各有关单位：
一、{heading}
{text}
{issuer}
{date}
"""
QUESTION = "每年向老同志通报情况几次？"


def notice(
    place: str, code: str, text: str, *, date: str = "2021年3月1日", matter: str = "落实离退休干部政治待遇"
) -> str:
    year = date[:4]
    return NOTICE.format(
        issuer=f"中共{place}委老干部局",
        number=f"{code}〔{year}〕6号",
        matter=matter,
        heading="通报情况制度",
        text=text,
        date=date,
    )


def asked(folder: Path, texts: dict[str, str], question: str = QUESTION) -> Answer:
    notices = folder / "notices"
    notices.mkdir()
    for name, text in texts.items():
        (notices / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([notices], folder / "library", model="none")
    index = open_index(folder / "library", "none")
    try:
        return ask(index, question)
    finally:
        index.library.close()


PROVINCE = notice("浙江省", "浙老干", "各级党委每年向老同志通报情况不少于2次。")
CITY_BELOW = notice("丽水市", "丽老干", "市委每年向老同志通报情况不少于1次。", date="2021年6月1日")
CITY_ABOVE = notice("丽水市", "丽老干", "市委每年向老同志通报情况不少于4次。", date="2021年6月1日")
ELSEWHERE = notice("山东省", "鲁老干", "各级党委每年向老同志通报情况不少于1次。")


def test_a_subordinate_below_its_superiors_floor_is_said_to_contradict_it(tmp_path: Path) -> None:
    answer = asked(tmp_path, {"省": PROVINCE, "市": CITY_BELOW})
    (conflict,) = answer.conflicts
    assert conflict.text.startswith("请注意：上下级的规定不同。浙江：")
    assert "不少于1次" in conflict.text
    assert set(conflict.clause_ids) == {f.clause_id for f in answer.findings}
    assert conflict.text in answer.answer.splitlines()


def test_a_subordinate_that_asks_for_more_or_another_province_contradicts_nothing(tmp_path: Path) -> None:
    answer = asked(tmp_path, {"省": PROVINCE, "市": CITY_ABOVE, "外省": ELSEWHERE})
    assert len(answer.findings) == 3
    assert answer.conflicts == ()


def test_two_notices_of_one_place_with_different_figures_contradict_each_other(tmp_path: Path) -> None:
    other = notice(
        "丽水市", "丽老干", "市委每年向老同志通报情况2次。", date="2022年5月9日", matter="做好老干部信息工作"
    )
    answer = asked(tmp_path, {"一": CITY_ABOVE, "二": other})
    (conflict,) = answer.conflicts
    assert conflict.text.startswith("请注意：同一地区的规定不同。浙江丽水（丽老干〔202")
    assert conflict.text.count("丽老干〔") == 2, "each by its number"
    assert conflict.text in answer.answer.splitlines(), "the gate knows whose words they are"


def test_documents_without_a_number_that_contradict_each_other_are_named_by_title_and_day(tmp_path: Path) -> None:
    texts = {
        name: re.sub("丽老干〔[^〕]*〕[0-9]+号\n", "", notice("丽水市", "丽老干", line, date=day, matter=matter))
        for name, line, day, matter in (
            ("一", "市委每年向老同志通报情况不少于4次。", "2021年6月1日", "做好老干部工作"),
            ("二", "市委每年向老同志通报情况2次。", "2022年5月9日", "做好老干部信息工作"),
        )
    }
    answer = asked(tmp_path, texts)
    (conflict,) = answer.conflicts
    assert re.fullmatch(
        "请注意：同一地区的规定不同。浙江丽水《[^》]+》（20\\d\\d年[^）]+）：[^；]+；浙江丽水《[^》]+》（20\\d\\d年[^）]+）：[^；]+。",
        conflict.text,
    )
    assert conflict.text in answer.answer.splitlines()


def test_a_repealed_notice_contradicts_nothing_and_is_marked(tmp_path: Path) -> None:
    old = notice("丽水市", "丽老干", "市委每年向老同志通报情况1次。", date="2015年2月3日", matter="旧的通报制度")
    new = notice(
        "丽水市",
        "丽老干",
        "市委每年向老同志通报情况2次。《关于旧的通报制度的通知》（丽老干〔2015〕6号）同时废止。",
        date="2022年5月9日",
        matter="新的通报制度",
    )
    answer = asked(tmp_path, {"旧": old, "新": new})
    assert answer.conflicts == ()
    assert "2次" in answer.answer.splitlines()[0]
    ended = [f for f in answer.findings if f.status.value == "repealed"]
    assert all(f.status_clause for f in ended)
    assert [f.status.value for f in answer.findings].index("repealed") == len(answer.findings) - 1


def test_findings_of_one_province_stand_together_with_their_rank(tmp_path: Path) -> None:
    answer = asked(tmp_path, {"省": PROVINCE, "外省": ELSEWHERE, "市": CITY_BELOW})
    provinces = [(f.region or "")[:2] for f in answer.findings]
    assert len(provinces) == 3
    assert sum(a != b for a, b in itertools.pairwise(provinces)) == 1
    assert {f.region: f.level for f in answer.findings} == {"浙江": "省", "浙江丽水": "市", "山东": "省"}
    out = io.StringIO()
    print_answer(answer, Console(file=out, width=200, soft_wrap=True, color_system=None), details=True)
    printed = out.getvalue()
    assert "浙江丽水（市级）" in printed
    assert re.search(r"^浙江$", printed, re.MULTILINE)
    assert re.search(r"^山东$", printed, re.MULTILINE)
    shown = short_html(answer) + grounds_html(answer, caution_of=lambda _: None, clause_of=lambda _: None)
    assert shown.count('<li class="group">') == 2
    assert 'class="conflict"' in shown


def test_the_json_holds_rank_value_contradictions_and_what_was_checked(tmp_path: Path) -> None:
    answer = asked(tmp_path, {"省": PROVINCE, "市": CITY_BELOW})
    printed = answer_object(answer)
    assert printed["conflicts"]
    assert set(printed["gate"]) == {"checked", "dropped"}  # type: ignore[call-overload]
    assert "confidence" in printed
    assert all({"level", "value"} <= set(f) for f in printed["findings"])  # type: ignore[attr-defined]


def test_the_short_line_tells_what_each_place_says_and_counts_nothing(tmp_path: Path) -> None:
    texts = {
        "省": notice("浙江省", "浙老干", "鼓励老同志参加志愿服务，建立银龄志愿服务队伍。", matter="志愿服务"),
        "外省": notice("山东省", "鲁老干", "研究制定志愿服务促进办法，完善志愿服务激励机制。", matter="志愿服务"),
    }
    answer = asked(tmp_path, texts, "各地对志愿服务有什么要求")
    line = answer.answer.splitlines()[0]
    assert "浙江：" in line
    assert "山东：" in line
    assert "队伍" in line
    assert "激励" in line
    assert not re.search(r"[两二2]份|[两二2]个", line)


def test_a_rule_that_applies_only_later_is_said_not_to_apply_yet(tmp_path: Path) -> None:
    later = notice("丽水市", "丽老干", "市委每年向老同志通报情况3次。本通知自2999年1月1日起施行。", date="2021年6月1日")
    answer = asked(tmp_path, {"市": later})
    assert "请注意：浙江丽水的文件尚未施行。" in answer.answer.splitlines()
    assert [str(f.begins_on) for f in answer.findings] == ["2999-01-01"]


def test_of_many_contradictions_a_few_are_said(tmp_path: Path) -> None:
    texts = {
        f"第{n}份": notice(
            "丽水市",
            "丽老干",
            f"市委每年向老同志通报情况{n}次。",
            date=f"20{10 + n}年5月9日",
            matter=f"{'甲乙丙丁戊'[n]}项工作",
        )
        for n in range(1, 5)
    }
    assert len(asked(tmp_path, texts).conflicts) == 3
