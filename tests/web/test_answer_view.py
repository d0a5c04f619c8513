"""An Answer on the page: short line, findings, silent notices, and an honest no."""

import html
import re
from dataclasses import replace
from datetime import date

from index.model import StoredClause
from ingest.model import Clause, PolicyDocument, Status
from qa.model import (
    Answer,
    AnswerOutcome,
    AsksFor,
    DroppedStatement,
    Finding,
    Interpretation,
    SilentDocument,
    Statement,
)
from web.answer_view import grounds_html, short_html

CITATION = "《柳溪县离退休干部党建工作实施方案》（柳老干〔2023〕9号）第二部分（二）"
QUOTE = "支部书记每人每月补贴不低于260元。"


def answered(finding_id: str, **changes: object) -> Answer:
    values: dict[str, object] = {
        "question": "支部书记补贴多少",
        "interpretation": Interpretation((), (), (), ("支部书记", "补贴"), AsksFor.AMOUNT),
        "outcome": AnswerOutcome.ANSWERED,
        "answer": "每月不低于260元。\n柳溪：每月不低于260元。",
        "statements": (),
        "findings": (
            Finding(
                "d", "方案.txt", "柳溪", finding_id, ("二、主要任务",), CITATION, QUOTE, (0, 9), (), Status.TRIAL, 1.0
            ),
        ),
        "silent": (SilentDocument("e", "山东", "关于<发挥作用>的意见"), SilentDocument("f", None, "工作动态")),
        "nearest": (),
        "why_not": None,
        "milliseconds": 3.0,
    }
    return Answer(**(values | changes))  # type: ignore[arg-type]


def draw(answer: Answer, caution: str | None = None, stored: StoredClause | None = None) -> str:
    return short_html(answer) + grounds_html(answer, caution_of=lambda _: caution, clause_of=lambda _: stored)


def test_the_short_line_comes_first_then_the_quote_with_its_region_and_citation() -> None:
    drawn = draw(answered("d#二/（二）"))
    places = [
        drawn.index(t)
        for t in (
            'class="short">每月不低于260元。',
            "柳溪：每月",
            f"<blockquote>{QUOTE}",
            CITATION,
            "没有查到说明此事的文件",
        )
    ]
    assert places == sorted(places)
    assert 'class="region">柳溪<' in drawn
    assert "试行" in drawn


def test_a_finding_can_be_opened_and_copied() -> None:
    drawn = draw(answered('d#"二"'))
    assert [html.unescape(o) for o in re.findall(r'main" data-open="([^"]+)"', drawn)] == ['d#"二"']
    assert [html.unescape(c) for c in re.findall(r'data-copy="([^"]+)"', drawn)] == [f"{QUOTE}\n——{CITATION}", CITATION]


def test_the_formal_citation_is_made_of_what_the_document_prints(document: PolicyDocument, subsidy: Clause) -> None:
    drawn = draw(answered("d#二"), stored=StoredClause(subsidy, document, "方案.txt", 1))
    formal = "《柳溪县离退休干部党建工作实施方案》（柳老干〔2023〕9号，中共柳溪县委老干部局，2023年5月6日）第二部分"
    assert f'data-copy="{formal}"' in drawn


def test_what_must_be_known_of_a_rule_stands_above_its_quote() -> None:
    (finding,) = answered("d#一").findings
    later = replace(finding, status=Status.IN_FORCE, begins_on=date(2027, 1, 1), newer="d2")
    asked = replace(answered("d#一").interpretation, regions=("浙江",))
    drawn = draw(answered("d#一", findings=(replace(later, region="江苏扬州仪征"),), interpretation=asked))
    places = [
        drawn.index(said)
        for said in ("尚未施行（2027年1月1日起施行）", "旧版，已有新版", "其他地区：江苏扬州仪征", "<blockquote>")
    ]
    assert places == sorted(places)
    assert 'data-open="d2"' in drawn


def test_a_superiors_rule_is_not_called_another_regions() -> None:
    (finding,) = answered("d#一").findings
    asked = replace(answered("d#一").interpretation, regions=("仪征",))
    assert "其他地区" not in draw(answered("d#一", findings=(replace(finding, region="江苏"),), interpretation=asked))


def test_how_sure_it_is_is_said_in_words_and_not_where_it_is_not_known() -> None:
    assert "把握较大：这类回答十次约有九次正确。" in draw(answered("d#一", confidence=0.92))
    assert "把握不大：这类回答十次约有三次正确，请核对原文。" in draw(answered("d#一", confidence=0.31))
    assert "把握" not in draw(answered("d#一"))


def test_an_answer_that_is_as_often_wrong_as_right_is_doubted_before_it_is_read() -> None:
    drawn = draw(answered("d#一", confidence=0.45))
    assert drawn.index('class="doubt"') < drawn.index('class="short"')
    assert 'class="doubt"' not in draw(answered("d#一", confidence=0.7))


def test_what_the_gate_did_can_be_read_sentence_by_sentence(document: PolicyDocument, subsidy: Clause) -> None:
    answer = answered(
        "d#一",
        statements=(Statement("每月不低于260元。", ("d#二/（二）",)),),
        checked=2,
        dropped=(DroppedStatement("每月300元。", ("d#二/（二）",), "300元不在所引条款里"),),
    )
    drawn = draw(answer, stored=StoredClause(subsidy, document, "方案.txt", 1))
    checked = drawn[drawn.index("<details") :]
    assert "每月不低于260元。" in checked
    assert f'data-open="{html.escape(subsidy.clause_id)}"' in checked
    assert "300元不在所引条款里" in checked


def test_nothing_of_a_notice_is_markup_or_turns_round_what_stands_beside_it() -> None:
    hostile = '<script>window.hostile=1</script><b>粗\u202e003\u2066</b>"\' onclick="x'
    (finding,) = answered("d#一").findings
    bad = replace(finding, region=hostile, clause_id=hostile, citation=hostile, quote=hostile, path=(hostile,))
    drawn = draw(
        answered(
            "d#一",
            question=hostile,
            answer=hostile,
            findings=(bad,),
            silent=(SilentDocument(hostile, hostile, hostile),),
            notes=(hostile,),
            why_not=hostile,
        ),
        caution=hostile,
    )
    assert "<script" not in drawn and "<b>" not in drawn
    assert ' onclick="' not in drawn
    assert "\u202e" not in re.sub(r'data-open="[^"]*"', "", drawn)


def test_silent_notices_are_listed_plainly_and_escaped() -> None:
    drawn = draw(answered("d#二"))
    assert "关于&lt;发挥作用&gt;的意见" in drawn
    assert "工作动态" in drawn


def test_a_digest_says_so_at_the_quote() -> None:
    assert "摘编，请核对" in draw(answered("d#二"), caution="摘编，请核对")
    assert 'class="caution"' not in draw(answered("d#二"))


def test_not_found_is_said_with_the_reason_and_the_nearest_clauses(document: PolicyDocument, subsidy: Clause) -> None:
    answer = answered(
        "d#二",
        outcome=AnswerOutcome.NOT_FOUND,
        answer="资料库里没有条款写明。",
        findings=(),
        nearest=(subsidy.clause_id,),
        why_not="查找的是体检次数。",
    )
    drawn = draw(answer, stored=StoredClause(subsidy, document, "方案.txt", 1))
    assert "资料库里没有条款写明。" in drawn
    assert "查找的是体检次数。" in drawn
    assert f'data-open="{subsidy.clause_id}"' in drawn
    assert "没有直接回答所问" in drawn
    assert "依据</h2>" not in drawn


def test_notes_of_the_answer_are_shown() -> None:
    assert "仅按词语查找" in draw(answered("d#二", notes=("仅按词语查找",)))


def test_a_line_that_only_repeats_a_quote_is_not_shown_twice() -> None:
    drawn = draw(answered("d#二", answer=f"每月不低于260元。\n柳溪：「{QUOTE}」\n青岭：没有写明数额。"))
    assert drawn.count(f">{QUOTE}<") == 1
    assert "柳溪：「" not in drawn
    assert "青岭：没有写明数额。" in drawn


def test_the_nearest_clauses_carry_their_region_and_what_a_copy_says_of_itself(
    document: PolicyDocument, subsidy: Clause
) -> None:
    stored = StoredClause(clause=subsidy, document=document, file="a.txt", row=1)
    answer = answered("x", outcome=AnswerOutcome.NOT_FOUND, findings=(), nearest=(subsidy.clause_id,))
    drawn = draw(answer, stored=stored, caution="摘编，非原文")
    assert "摘编，非原文" in drawn
    assert f'class="region">{document.region or "地区未注明"}<' in drawn


def test_a_repealed_rule_opens_at_the_clause_that_ended_it_and_is_copied_as_repealed() -> None:
    (finding,) = answered("d#一").findings
    ended = replace(finding, status=Status.REPEALED, status_clause="e#十")
    drawn = draw(answered("d#一", findings=(ended,)))
    assert re.findall(r'data-open="([^"]+)"', drawn)[:2] == ["e#十", "d#一"]
    assert "已废止的依据" in drawn
    assert f"{CITATION}（已废止）" in drawn


def test_many_places_in_a_short_line_stand_on_a_line_each_without_a_word_changed() -> None:
    short = (
        "".join(f"{place}：每年至少{n}次；" for n, place in enumerate(("浙江", "浙江杭州", "山东", "辽宁"), 2))[:-1]
        + "。"
    )
    drawn = short_html(answered("d#二", answer=short))
    parts = re.findall(r'<span class="part">(.*?)</span>', drawn)
    assert [re.sub("<[^>]+>", "", part) for part in parts] == [f"{p}；" for p in short[:-1].split("；")[:-1]] + [
        "辽宁：每年至少5次。"
    ]


def test_a_list_of_one_place_stays_one_line() -> None:
    short = "浙江：组织集中学习；建立走访台账；落实补贴；保障场所；做好帮扶。"
    assert f'<p class="short">{short}</p>' in short_html(answered("d#二", answer=short))


def test_many_silent_notices_are_counted_and_the_rest_is_folded() -> None:
    silent = tuple(SilentDocument(f"d{n}", None, f"第{n}号通知") for n in range(20))
    drawn = draw(answered("d#二", silent=silent))
    assert "没有查到说明此事的文件（20 份）" in drawn
    assert "其余 14 份" in drawn
    assert all(f'data-open="d{n}"' in drawn for n in range(20))


def test_what_has_ended_stands_under_a_heading_that_says_so() -> None:
    (finding,) = answered("d#一").findings
    ended = replace(finding, clause_id="e#一", document_id="e", status=Status.EXPIRED)
    drawn = draw(answered("d#一", findings=(finding, ended)))
    heading = drawn.index("已经废止或失效的规定")
    assert drawn.index('data-open="d#一"') < heading < drawn.index('data-open="e#一"')
    assert "已经废止或失效的规定" not in draw(answered("d#一"))


def test_what_lays_out_the_rules_of_several_places_is_not_doubted_as_a_whole() -> None:
    compared = replace(answered("d#一").interpretation, asks_for=AsksFor.COMPARISON)
    assert 'class="doubt"' not in draw(answered("d#一", confidence=0.45, interpretation=compared))
