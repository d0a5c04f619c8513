from __future__ import annotations

from datetime import date

import pytest

from ingest.model import PolicyDocument
from qa.language.citations import citation_of, place_of


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("四、组织保障", "（四）加大保障力度"), "第四部分（四）"),
        (("三、具体措施", "（二）实施行动", "1、优化组织设置"), "第三部分（二）第1点"),
        (("五、阵地建设", "15.积极推进"), "第五部分第15点"),
        (("二、工作", "12．加强管理"), "第二部分第12点"),
        (("第一章 总则", "第三条"), "第三条"),
        (("第三章 罚则", "第十条", "（二）"), "第十条（二）"),
        (("附件1 实施细则", "二、范围"), "附件1第二部分"),
        (("正文",), "正文"),
        (("在推进会上的讲话", "二、坚持和完善"), "“在推进会上的讲话”第二部分"),
    ],
)
def test_path_is_cited_as_people_say_it(path: tuple[str, ...], place: str) -> None:
    assert place_of(path) == place


def test_citation_names_title_number_and_place() -> None:
    document = PolicyDocument("d", "", (0, 0), title="关于印发《要点》的通知", document_number="鲁老干〔2022〕 15 号")
    assert citation_of(document, ("二、工作重点",)) == "《关于印发〈要点〉的通知》（鲁老干〔2022〕15号）第二部分"


def test_document_without_number_is_told_by_its_date() -> None:
    document = PolicyDocument("d", "", (0, 0), title="实施意见", dated_on=date(2018, 2, 9))
    assert citation_of(document, ("第三条",)) == "《实施意见》（2018年2月9日）第三条"
    assert citation_of(PolicyDocument("d", "", (0, 0), title="办法"), ("第三条",)) == "《办法》第三条"
