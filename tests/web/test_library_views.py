from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.background import RunProgress, RunState
from index.corrections import Correction
from index.file_listing import ListedFile, ListedInFile
from index.lineage import Named
from index.model import FileReport, IngestReport, Outcome
from index.review import ReviewEntry
from index.update import Stage
from ingest.model import DroppedText, Evidence, Problem, Relation, ReviewItem, Status
from qa.overview.coverage import CoverageCell, CoverageRegion, TopicCoverage
from qa.overview.statistics import RegionYears, TimelineLink, TimelineNotice
from web.library_files_view import files_html
from web.library_intake_view import finished_html, progress_html
from web.library_review_view import correction_html, review_item_html, reviewed_document_html
from web.library_statistics_view import counts_html, coverage_html, timeline_html
from web.library_view import action, action_of, pager_html, parts_html

LIBRARY = Path("/库")
HOSTILE = "<img src=x onerror=alert(1)>\"'"
DOCUMENT = ListedInFile(
    "柳老干〔2023〕9号~0a1b2c3d", "关于补贴的通知", None, ("柳溪县委",), "柳溪", date(2023, 5, 6), 7, 2
)
FILE = ListedFile(
    4,
    "/库/uploads/通知.pdf",
    Path("/库/uploads/通知.pdf"),
    Outcome.ADDED,
    "pdf",
    3,
    0.998,
    (DroppedText("— 1 —", "页码", 1),),
    ("/库/uploads/通知.pdf 第 2 页模糊",),
    None,
    (DOCUMENT,),
)
BROKEN = replace(
    FILE, row=5, file="/库/uploads/坏.pdf", outcome=Outcome.FAILED, documents=(), coverage=None,
    warnings=(), error="/库/uploads/坏.pdf：文件损坏。请重新下载。",
)  # fmt: skip
BAD = replace(
    FILE,
    file=HOSTILE,
    warnings=(HOSTILE,),
    dropped=(DroppedText(HOSTILE, HOSTILE, None),),
    documents=(replace(DOCUMENT, document_id=HOSTILE, title=HOSTILE, issuing_authorities=(HOSTILE,), region=HOSTILE),),
)


def test_an_action_is_read_back_and_a_clause_is_none() -> None:
    assert action_of(action(region="江苏扬州", year="")) == {"region": "江苏扬州", "year": ""}
    assert action_of("柳老干〔2023〕9号~0a1b2c3d#二/（一）") is None
    assert action_of(None) is None


def test_the_part_that_is_shown_is_marked() -> None:
    html = parts_html("review", {"review": " 3"})
    assert html.count('aria-current="true"') == 1
    assert "待核对 3</button>" in html


def test_a_pager_goes_both_ways_and_is_not_there_for_one_page() -> None:
    assert pager_html(1, 20, 20, what="个") == ""
    middle = pager_html(2, 20, 60, what="个")
    assert "第 21 至 40 个，共 60 个" in middle
    assert "上一页" in middle
    assert "下一页" not in pager_html(3, 20, 60, what="个")


def test_each_file_and_the_whole_have_a_bar() -> None:
    names = ("/库/uploads/甲.txt", "/库/uploads/乙.txt")
    reading = RunProgress(RunState.WORKING, Stage.READ, 1, 2, finished=names[:1])
    html = progress_html(reading, names)
    assert "正在读取：1 / 2 个文件" in html
    assert html.count('role="progressbar"') == 3
    assert html.index("乙.txt") < html.index("甲.txt")  # what is under way comes first
    assert "/库/" not in html
    embedding = replace(reading, stage=Stage.EMBED, done=30, total=40)
    assert "30 / 40 条" in progress_html(embedding, names)
    assert "正在停下" in progress_html(replace(reading, state=RunState.STOPPING), names)


def test_what_was_understood_is_told_and_what_was_not_read_too() -> None:
    report = IngestReport(
        "/库",
        0,
        1.5,
        (FileReport(FILE.file, Outcome.ADDED), FileReport(BROKEN.file, Outcome.FAILED, error=BROKEN.error)),
    )
    done = RunProgress(RunState.DONE, Stage.EMBED, 0, 0, report=report)
    html = finished_html(done, [FILE, BROKEN], LIBRARY, ["大.pdf：文件太大。"])
    assert "新收入 1 个，没有收入 2 个" in html
    assert "坏.pdf：文件损坏。请重新下载。" in html
    assert "大.pdf：文件太大。" in html
    assert "/库/uploads" not in html.replace('data-open="', "")
    for told in (
        "关于补贴的通知",
        "<i>文号</i> 没有读出",
        "柳溪县委",
        "2023-05-06",
        "7 条",
        "99.8%",
        "页码",
        "有 2 处要核对",
    ):
        assert told in html
    assert 'data-open="?reread=5"' in html


def test_a_stopped_and_a_failed_run_say_what_stays() -> None:
    stopped = RunProgress(RunState.STOPPED, Stage.READ, 1, 3, finished=("a",))
    assert "读完的 1 个文件已在库中" in finished_html(stopped, [], LIBRARY)
    failed = RunProgress(RunState.FAILED, Stage.READ, 0, 0, problem="磁盘满了")
    assert "磁盘满了" in finished_html(failed, [], LIBRARY)


def test_a_file_in_the_list_can_be_opened_corrected_read_again_and_taken_out() -> None:
    html = files_html([FILE, BROKEN], LIBRARY, page=1, size=20, total=2)
    for pressed in (DOCUMENT.document_id, "?reread=4", "?remove=4", "?remove=5"):
        assert f'data-open="{pressed}"' in html
    assert html.count("?correct=") == 1
    assert "没有找到这样的文件" in files_html([], LIBRARY, page=1, size=20, total=0)


def test_a_field_to_look_at_shows_the_printed_words() -> None:
    item = ReviewItem("dated_on", Problem.CONTRADICTION, "两个日期", (Evidence("2023年\n5月", (0, 7), 2),))
    entry = ReviewEntry("id", None, "/a/通知.txt", item)
    assert "印的是「2023年5月」（第 2 页）" in review_item_html(entry)
    assert "（没有读出标题）" in reviewed_document_html(entry)
    made = Correction("ab", 1, "title", "新", "旧", "王", "2024-01-02T03:04:05+08:00", None)
    assert "<b>标题</b>：旧 → 新（王）" in correction_html(made, "通知")


COUNTS = RegionYears(("江苏", ""), (2023, None), {("江苏", 2023): 3, ("", None): 1})


def test_each_count_leads_to_its_files_and_bars_are_read_as_figures() -> None:
    html = counts_html(COUNTS)
    assert 'aria-label="江苏，2023 年，3 份，列出文件"' in html
    assert f'data-open="{action(region="江苏", year="2023").replace("&", "&amp;")}"' in html
    assert "width:100%" in html
    assert "width:33%" in html
    assert "地区未注明" in html


def test_the_map_says_what_was_found_near_and_not_found_in_words() -> None:
    topic = TopicCoverage(
        "工作补贴",
        {
            "江苏": CoverageCell(2, 0, "a#一", "《甲》一", "每月260元"),
            "浙江": CoverageCell(0, 1, "b#一", "《乙》一", "志愿者"),
        },
        whole=False,
    )
    html = coverage_html([topic], [CoverageRegion(r, 1) for r in ("江苏", "浙江", "山东")])
    assert '<td class="some">' in html
    assert 'data-open="a#一"' in html
    assert ">相近</button>" in html
    assert '<td class="none">没有找到</td>' in html
    assert "「工作补贴」的用词太常见，没有全部读完" in html


def test_many_regions_are_counted_by_province() -> None:
    cell = CoverageCell(1, 0, "a", "b", "c")
    topic = TopicCoverage("补贴", {"江苏扬州": cell, "江苏": replace(cell, notices=0, near=1)}, whole=True)
    html = coverage_html([topic], [CoverageRegion("江苏", 2), CoverageRegion("江苏扬州", 1)], by_province=True)
    assert ">1/2</button>" in html
    only_near = TopicCoverage("补贴", {"江苏": replace(cell, notices=0, near=1)}, whole=True)
    assert ">相近</button>" in coverage_html([only_near], [CoverageRegion("江苏", 2)], by_province=True)
    assert "3 份文件" in html


def notice(title: str, links: tuple[TimelineLink, ...] = ()) -> TimelineNotice:
    return TimelineNotice("id", title, "甲〔2023〕1号", "江苏", date(2023, 5, 6), 2023, Status.REPEALED, links)


def test_the_timeline_names_the_relation_from_either_side() -> None:
    outside = TimelineLink(Relation.BASED_ON, Named(None, "意见", "中办发〔2016〕3号"), "id#一", names=True)
    back = TimelineLink(Relation.REPEALS, Named("other", "新办法", None), None, names=False)
    html = timeline_html([notice("通知", (outside, back))])
    assert "2023 年" in html
    assert "已废止" in html
    assert '依据</span> 《意见》（中办发〔2016〕3号）<span class="facts">（库外）' in html
    assert 'data-open="id#一"' in html
    assert '被废止</span> <button type="button" class="link"' in html
    assert 'data-open="other"' in html


@pytest.mark.parametrize(
    "html",
    [
        files_html([BAD], LIBRARY, page=1, size=20, total=1),
        finished_html(RunProgress(RunState.FAILED, Stage.READ, 0, 0, problem=HOSTILE), [BAD], LIBRARY, [HOSTILE]),
        progress_html(RunProgress(RunState.WORKING, Stage.READ, 0, 1), (HOSTILE,)),
        review_item_html(ReviewEntry("id", HOSTILE, HOSTILE, ReviewItem("title", Problem.DOUBTFUL, HOSTILE, ()))),
        reviewed_document_html(ReviewEntry(HOSTILE, HOSTILE, HOSTILE, ReviewItem("title", Problem.DOUBTFUL, "", ()))),
        correction_html(Correction("a", 1, "title", HOSTILE, HOSTILE, HOSTILE, "2024-01-02T03:04", HOSTILE), HOSTILE),
        counts_html(RegionYears((HOSTILE,), (2023,), {(HOSTILE, 2023): 1})),
        coverage_html(
            [TopicCoverage(HOSTILE, {HOSTILE: CoverageCell(1, 0, HOSTILE, HOSTILE, HOSTILE)}, whole=False)],
            [CoverageRegion(HOSTILE, 1)],
        ),
        timeline_html([notice(HOSTILE, (TimelineLink(Relation.AMENDS, Named(None, HOSTILE, HOSTILE), HOSTILE, True),))]),
    ],
)  # fmt: skip
def test_what_a_file_says_is_never_markup(html: str) -> None:
    assert "<img" not in html
    assert "alert(1)" in html
    assert "\"'" not in html
