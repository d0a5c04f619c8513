from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.model import PolicyDocument
from qa.language.formal_citations import formal_citation, short_citation

NOTICE = PolicyDocument(
    document_id="仪老干〔2021〕9号~00000000",
    text="",
    span=(0, 0),
    title="关于做好离退休党支部工作的通知",
    document_number="仪老干〔2021〕 9号",
    issuing_authorities=("仪征市老干部局",),
    dated_on=date(2021, 5, 6),
    printed_on=date(2021, 5, 8),
)


@pytest.mark.parametrize(
    ("document", "path", "cited"),
    [
        (
            NOTICE,
            ("二、保障措施", "（二）书记补贴"),
            "《关于做好离退休党支部工作的通知》（仪老干〔2021〕9号，仪征市老干部局，2021年5月6日）第二部分（二）",
        ),
        (
            replace(NOTICE, document_number=None),
            ("第一章 总则", "第三条"),
            "《关于做好离退休党支部工作的通知》（仪征市老干部局，2021年5月6日）第三条",
        ),
        (
            replace(NOTICE, dated_on=None),
            (),
            "《关于做好离退休党支部工作的通知》（仪老干〔2021〕9号，仪征市老干部局，2021年5月8日印发）",
        ),
        (
            replace(NOTICE, dated_on=None, printed_on=None, issuing_authorities=()),
            ("1.关心支部书记",),
            "《关于做好离退休党支部工作的通知》（仪老干〔2021〕9号）第1点",
        ),
        (
            replace(NOTICE, document_number=None, dated_on=None, printed_on=None, issuing_authorities=()),
            ("附件1 名额分配表",),
            "《关于做好离退休党支部工作的通知》附件1",
        ),
        (
            replace(NOTICE, title="转发《关于离退休工作的意见》的通知", document_number=None, dated_on=None, printed_on=None),
            ("正文",),
            "《转发〈关于离退休工作的意见〉的通知》（仪征市老干部局）正文",
        ),
    ],
)  # fmt: skip
def test_a_clause_is_cited_in_official_form_by_what_is_printed(
    document: PolicyDocument, path: tuple[str, ...], cited: str
) -> None:
    assert formal_citation(document, path) == cited


def test_joint_notices_name_their_bodies_and_many_bodies_are_cut_with_a_word_not_a_count() -> None:
    two = replace(NOTICE, issuing_authorities=("市委组织部", "市民政局"))
    four = replace(NOTICE, issuing_authorities=("市委组织部", "市民政局", "市财政局", "市司法局"))
    assert "，市委组织部、市民政局，" in formal_citation(two)
    assert "，市委组织部、市民政局、市财政局等，" in formal_citation(four)


def test_a_narrow_column_gets_the_number_or_the_title_where_there_is_none() -> None:
    assert short_citation(NOTICE, ("第三条",)) == "仪老干〔2021〕9号第三条"
    assert short_citation(replace(NOTICE, document_number=None), ("第三条",)) == (
        "《关于做好离退休党支部工作的通知》第三条"
    )
