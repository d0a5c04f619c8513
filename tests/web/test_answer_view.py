"""An Answer on the page: short line, findings, silent notices, and an honest no."""

import html
import re
from dataclasses import replace

from index.model import StoredClause
from ingest.model import Clause, PolicyDocument, Status
from qa.model import Answer, AnswerOutcome, AsksFor, Finding, Interpretation, SilentDocument
from web.answer_view import answer_html

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
    return answer_html(answer, caution_of=lambda _: caution, clause_of=lambda _: stored)


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
    assert [html.unescape(o) for o in re.findall(r'data-open="([^"]+)"', drawn)] == ['d#"二"']
    assert [html.unescape(c) for c in re.findall(r'data-copy="([^"]+)"', drawn)] == [f"{QUOTE}\n——{CITATION}"]


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
    assert re.findall(r'data-open="([^"]+)"', drawn) == ["d#一", "e#十"]
    assert "已废止的依据" in drawn
    assert f"{CITATION}（已废止）" in drawn
