"""What a document names: relation, title, number and part, exact spans, and the clause or document that is meant."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from eval.metadata import compare_cited
from ingest.documents import parse_file
from ingest.errors import IngestError
from ingest.model import Clause, ClauseKind, PolicyDocument, Reference, Relation
from ingest.references import find_references
from tests.ingest.labelled_sentences import LabelledSentence, labelled_sentences

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SENTENCES = labelled_sentences("references.txt")


def references_in(text: str, own_title: str | None = None, own_number: str | None = None) -> list[Reference]:
    clause = Clause("d#正文", ("正文",), "正文", None, text, (0, len(text)), None, (), 1, ClauseKind.PREAMBLE)
    return [*find_references(text, (0, len(text)), [clause], own_number=own_number, own_title=own_title)]


def documents_of(text: str, folder: Path) -> tuple[PolicyDocument, ...]:
    file = folder / "通知.txt"
    file.write_text(text, encoding="utf-8")
    return parse_file(file).documents


def summary(document: PolicyDocument) -> list[tuple[str, str | None, str | None, str | None]]:
    """Relation, title, pinpoint and where it points, without the id of the document."""
    return [(r.relation.value, r.title, r.pinpoint, target_of(r)) for r in document.references]


def target_of(reference: Reference) -> str | None:
    if reference.target is None:
        return None
    document, _, clause = reference.target.partition("#")
    return clause or "." + document.rpartition(".")[2]


@pytest.mark.parametrize("sentence", SENTENCES, ids=str)
def test_a_sentence_names_what_a_careful_reader_finds(sentence: LabelledSentence) -> None:
    found = references_in(sentence.text)
    assert [(r.relation.value, r.title, r.document_number, r.pinpoint) for r in found] == list(sentence.labels)


@pytest.mark.parametrize("sentence", SENTENCES, ids=str)
def test_a_span_holds_what_is_named_and_no_two_begin_at_one_place(sentence: LabelledSentence) -> None:
    found = references_in(sentence.text)
    assert len({r.span[0] for r in found}) == len(found)
    for reference in found:
        printed = "".join(sentence.text[slice(*reference.span)].split())
        assert printed
        assert printed[0] not in "，。、（ "
        if reference.document_number and reference.pinpoint is None and len(found) == 1:
            assert "".join(reference.document_number.split()) in printed


def test_the_sentences_cover_every_relation() -> None:
    relations = [label[0] for s in SENTENCES for label in s.labels]
    for relation in ("based_on", "forwards", "implements", "amends", "repeals", "mentions"):
        assert relations.count(relation) >= 5
    assert len(SENTENCES) >= 120


def test_the_document_itself_is_left_out() -> None:
    text = "《节水办法（试行）》（云水发〔2021〕3号）自印发之日起施行。云水发〔2021〕3号由水利局解释。"
    assert references_in(text, own_title="节水办法（试行）", own_number="云水发〔2021〕3号") == []


ORDER = """云岭省人民政府令
第88号
《云岭省志愿服务办法》已经2021年4月6日省政府第10次常务会议审议通过，现予公布，自2021年6月1日起施行。
省长  王某某
2021年4月12日

云岭省志愿服务办法
第一章 总则
第一条 为了规范志愿服务，根据国务院《志愿服务条例》，制定本办法。
第二章 管理
第二条 志愿者应当符合下列条件：
（一）年满十八周岁；
（二）具备相应能力。
未满十八周岁的，适用前款第（二）项规定。
第三条 违反第二条规定的，依照《志愿服务条例》第三十六条第一款处理；违反前条规定的，予以批评。
第四条 本办法第二条第（一）项和第三条所称年龄，按周岁计算。
第五条 本办法第九条的规定另行解释。《云岭省志愿服务办法》第一条由民政厅解释。
"""


def test_an_earlier_edition_of_the_same_title_is_named_by_its_number() -> None:
    title = "老年助餐服务管理办法"
    text = "本办法自2024年1月1日起施行，《老年助餐服务管理办法》（溪民发〔2020〕3号）同时废止。"
    for own_number in ("溪民发〔2023〕9号", None):
        (found,) = references_in(text, own_title=title, own_number=own_number)
        assert (found.relation, found.title, found.document_number) == (Relation.REPEALS, title, "溪民发〔2020〕3号")
    assert (
        references_in("《老年助餐服务管理办法》（溪民发〔2023〕9号）已经会议通过。", title, "溪民发〔2023〕9号") == []
    )


def test_a_rule_points_at_its_own_articles(tmp_path: Path) -> None:
    order, rule = documents_of(ORDER, tmp_path)
    assert summary(order) == [("forwards", "云岭省志愿服务办法", None, ".2")]
    assert summary(rule) == [
        ("based_on", "志愿服务条例", None, None),
        ("mentions", None, "前款第（二）项", "第二章/第二条"),
        ("mentions", None, "第二条", "第二章/第二条"),
        ("based_on", "志愿服务条例", "第三十六条第一款", None),
        ("mentions", None, "前条", "第二章/第二条"),
        ("mentions", None, "第二条第（一）项", "第二章/第二条"),
        ("mentions", None, "第三条", "第二章/第三条"),
        ("mentions", None, "第九条", ".2"),  # it has no such article: the document alone is meant
        ("mentions", None, "第一条", "第一章/第一条"),
    ]


NOTICE = """关于做好银龄行动的通知
云老干〔2021〕3号
各市老干部局：
现将有关事项通知如下。
一、工作要求
（一）按照本通知第二条第（一）项和附件1组织实施。
（二）补贴标准见附件2。
二、时间安排
（一）2021年底前完成，进度按本通知第一部分执行。
附件：1.任务清单
2.补贴标准
中共云岭省委老干部局
2021年3月5日
附件1
任务清单
一、招募
登记志愿者。
附件2
补贴标准
一、标准
每人每天100元。
"""


def test_a_notice_points_at_its_own_parts_and_annexes(tmp_path: Path) -> None:
    (notice,) = documents_of(NOTICE, tmp_path)
    assert summary(notice) == [
        ("mentions", None, "第二条第（一）项", "二/（一）"),
        ("mentions", None, "附件1", "附件1"),
        ("mentions", None, "附件2", "附件2"),
        ("mentions", None, "第一部分", "一"),
    ]


REPEALING = """云岭省人民政府关于废止和宣布失效部分行政规范性文件的决定
云政发〔2022〕7号
各市、县人民政府：
一、对《云岭省节约用水办法》（云政发〔2003〕5号）等3件文件予以废止（目录见附件1）。
二、继续有效的文件目录见附件2。
本决定自公布之日起施行。
附件：1.废止的文件目录
2.继续有效的文件目录
云岭省人民政府
2022年5月6日
附件1
废止的文件目录
1.《云岭省节约用水办法》（云政发〔2003〕5号）
2.关于印发云岭省渔业捕捞管理规定的通知（云政发〔2004〕15号）
3.云岭省献血管理办法（2001年省政府令第21号）
附件2
继续有效的文件目录
1.关于加强价格调控的通知（云政发〔2011〕1号）
"""


def test_a_decision_repeals_what_its_annex_lists_and_keeps_what_it_keeps(tmp_path: Path) -> None:
    (decision,) = documents_of(REPEALING, tmp_path)
    found = [(r.relation.value, r.title, r.document_number) for r in decision.references if r.title]
    assert found == [
        ("repeals", "云岭省节约用水办法", "云政发〔2003〕5号"),
        ("repeals", "云岭省节约用水办法", "云政发〔2003〕5号"),
        ("repeals", "关于印发云岭省渔业捕捞管理规定的通知", "云政发〔2004〕15号"),
        ("repeals", "云岭省献血管理办法", "省政府令第21号"),
        ("mentions", "关于加强价格调控的通知", "云政发〔2011〕1号"),
    ]


AMENDING = """云岭省人民政府关于修改《云岭省节约用水办法》的决定
云政发〔2021〕12号
省人民政府决定对《云岭省节约用水办法》作如下修改：
一、将第三条修改为：“县级以上人民政府应当按照本办法第五条编制规划。”
二、删去第七条第二款。
本决定自2021年3月1日起施行。
云岭省人民政府
2021年1月6日
"""


def test_a_decision_amends_the_articles_of_the_rule_it_names(tmp_path: Path) -> None:
    (decision,) = documents_of(AMENDING, tmp_path)
    assert {(r.relation.value, r.title) for r in decision.references} == {("amends", "云岭省节约用水办法")}
    assert [r.pinpoint for r in decision.references] == [None, None, "第三条", "第七条第二款"]


def test_the_rule_that_a_title_issues_is_named_without_marks_and_is_the_second_document(tmp_path: Path) -> None:
    text = (
        "青川市人民政府关于印发青川市志愿服务管理办法的通知\n青政发〔2021〕3号\n各县人民政府：\n"
        "现将《青川市志愿服务管理办法》印发给你们，请认真执行。\n青川市人民政府\n2021年3月5日\n"
        "青川市志愿服务管理办法\n第一条 为了规范志愿服务，制定本办法。\n第二条 本办法自2021年4月1日起施行。\n"
    )
    notice, _ = documents_of(text, tmp_path)
    assert summary(notice) == [("forwards", "青川市志愿服务管理办法", None, ".2")] * 2
    assert notice.references[0].clause_id is None  # the title of the notice itself


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("《会议费管理办法》同时废止。\n《差旅费管理办法》由市财政局负责解释。", ["repeals", "mentions"]),
        ("二、贯彻落实重点\n《老年教育发展规划》明确了三项任务。", ["mentions"]),
        ("为深入贯彻落\n实《档案法》，制定本办法。", ["implements"]),
        (
            "下列文件予以废止：\n1.《档案查阅规定》；\n2.《档案利用规定》。\n三、其他\n《档案法》继续执行。",
            ["repeals", "repeals", "mentions"],
        ),
        (
            "一、宣布失效的文件\n1.《档案查阅规定》\n2.《档案利用规定》\n二、继续有效的文件\n1.《档案移交规定》",
            ["repeals", "repeals", "mentions"],
        ),
    ],
)
def test_a_line_governs_the_list_below_it_and_nothing_else(text: str, relations: list[str]) -> None:
    assert [r.relation.value for r in references_in(text)] == relations


@pytest.mark.parametrize(
    ("title", "relation", "named"),
    [
        ("青川市财政局关于《会议费管理办法》的补充通知", "amends", "会议费管理办法"),
        ("关于延长《人才公寓管理办法》有效期的通知", "amends", "人才公寓管理办法"),
        ("关于修改《渔业管理条例》的决定", "amends", "渔业管理条例"),
        ("关于废止《青川市价格管理办法》等3件规章的决定", "repeals", "青川市价格管理办法"),
        ("关于贯彻落实《信访工作条例》的实施意见", "implements", "信访工作条例"),
        ("转发市财政局关于加强预算管理的意见的通知", "forwards", "市财政局关于加强预算管理的意见"),
        ("关于印发青川市河道保洁工作方案的通知", "forwards", "青川市河道保洁工作方案"),
        ("关于公布《养老机构名录》的公告", "forwards", "养老机构名录"),
        ("关于做好《老年教育规划纲要》宣传工作的通知", "mentions", "老年教育规划纲要"),
    ],
)
def test_a_title_says_what_the_document_does_with_another(title: str, relation: str, named: str) -> None:
    text = title + "\n各单位：\n请认真做好有关工作。"
    start = len(title) + 1
    clause = Clause(
        "d#正文", ("正文",), "正文", None, text[start:], (start, len(text)), None, (), 1, ClauseKind.PREAMBLE
    )
    (reference,) = find_references(text, (0, len(text)), [clause], own_number=None, own_title=title)
    assert (reference.relation.value, reference.title, reference.clause_id) == (relation, named, None)
    assert named in text[slice(*reference.span)]


@pytest.mark.parametrize(
    "unit",
    [
        "《a",
        "《《a",
        "《A办法》（国发〔2020〕1号）、",
        "《甲办法》（以下简称“甲办法”）",
        "《X通知》《决定》",
        "刑法第三条",
        "本办法第五条",
    ],
)
def test_long_runs_of_one_form_take_time_in_proportion(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    began = time.process_time()
    references_in(text)
    assert time.process_time() - began < 4


def test_text_that_never_closes_a_title_costs_no_time() -> None:
    assert references_in("《" * 3000 + "〈" * 3000 + "第" * 3000 + "（" * 3000) == []
    assert references_in("关于" * 5000 + "（国办发〔2020〕1号）")


def labelled_documents() -> list[dict[str, object]]:
    path = SHARED / "dev" / "metadata_gold.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def test_documents_cited_in_labelled_files_are_found() -> None:
    rows = labelled_documents()
    if not rows:
        pytest.skip("the labelled documents are not on this machine")
    missing, labelled = [], 0
    for row in rows:
        name = str(row["file"])
        file = next(p / name for p in (SHARED / "dev" / "documents", SHARED / "originals") if (p / name).exists())
        try:
            documents = parse_file(file).documents
        except IngestError:
            continue  # a format that is not read
        cited = compare_cited(documents, row["cited_documents"] or ())  # type: ignore[arg-type]
        missing.extend(cited.missing)
        labelled += cited.labelled
        for document in documents:
            for reference in document.references:
                printed = "".join(document.text[slice(*reference.span)].split())
                assert printed
                assert reference.pinpoint is None or reference.span[1] - reference.span[0] >= 2
    assert (missing, labelled >= 20) == ([], True)
