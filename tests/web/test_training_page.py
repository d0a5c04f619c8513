"""The page 培训 as a person uses it: from a topic to the files, the quiz by keys alone, and material held up to date."""

import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from index.clause_index import open_index
from index.update import ingest_paths
from qa.training.pack import training_pack
from serve.training.writing import write_pack
from tests.web.browsing import NARROW, ServeOver, grave_violations, overflows, running, settle, tab_to, unused_port

pytestmark = pytest.mark.slow

NOTICE = """关于规范离退休干部党支部工作的通知
柳老干〔2023〕9号
各乡镇党委：
一、组织生活
（一）党支部每季度至少召开1次党员大会。
（二）党支部书记每年至少讲1次党课。
（三）不得借组织生活名义组织公款旅游。
二、工作补贴
离退休干部党支部书记工作补贴标准为每人每月不低于260元，由同级财政列支。
三、党费收缴
党员应当按月向党支部交纳党费，每半年至少公布1次收支情况。
中共柳溪县委老干部局
2023年5月6日
"""
OTHER = """关于加强离退休干部党支部建设的意见
青老干〔2021〕4号
各单位：
一、组织生活
党支部每月召开1次支部委员会会议，每年至少召开2次组织生活会。
二、工作补贴
离退休干部党支部书记工作补贴标准为每人每月300元。
三、党费收缴
预备党员应当从支部大会通过之日起交纳党费，每年公布2次党费收支情况。
中共青岭市委老干部局
2021年8月2日
"""
TOPIC = "离退休干部党支部"


@pytest.fixture(scope="module")
def notices_of_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taught")
    (folder / "通知.txt").write_text(NOTICE, encoding="utf-8")
    (folder / "意见.txt").write_text(OTHER, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(serve_over: ServeOver, notices_of_two: Path) -> str:
    """The app over two notices on party branches."""
    return serve_over(notices_of_two)


def make(page: Page, address: str, topic: str = TOPIC) -> None:
    page.goto(address)
    page.get_by_role("link", name="培训").click()
    box = page.get_by_label("培训的主题")
    box.wait_for()
    settle(page)
    box.fill(topic)
    box.press("Enter")
    page.locator(".training .point").first.wait_for()
    settle(page)


def test_a_topic_gives_a_handout_whose_points_open_their_clauses_and_files(
    page: Page, address: str, tmp_path: Path
) -> None:
    make(page, address)
    expect(page.locator(".training")).to_contain_text("每人每月不低于260元")
    point = page.locator(".training .point", has_text="每人每月不低于260元")
    point.get_by_role("button", name="查看原文").click()
    expect(page.locator(".text .cited").first).to_contain_text("二、工作补贴")
    page.get_by_role("button", name="返回").click()
    page.locator(".training .point").first.wait_for()
    for label, name in (
        ("讲义（Word）", "讲义.docx"),
        ("幻灯片（PPT）", "幻灯片.pptx"),
        ("题库（Excel）", "题库.xlsx"),
    ):
        page.get_by_role("button", name="下载").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        assert download.value.suggested_filename == f"{TOPIC}-{name}"
        download.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(b"PK")
        page.keyboard.press("Escape")


def test_every_part_is_shown(page: Page, address: str) -> None:
    make(page, address)
    for part, seen in (
        ("口径表", ".figures-table"),
        ("常见问题", ".faq"),
        ("题库", ".bank .question"),
        ("一图读懂", ".one-picture img"),
        ("在线测试", ".quiz .stem"),
        ("讲义", ".outline"),
    ):
        page.get_by_role("radio", name=part).click()
        expect(page.locator(seen).first).to_be_visible()
        settle(page)
        assert not grave_violations(page), part


def test_a_point_is_left_out_and_another_reworded_and_both_are_kept(page: Page, address: str) -> None:
    make(page, address)
    page.get_by_text("修改", exact=True).click()
    points = page.locator(".training .theme .point")
    count = points.count()
    gone = points.first.locator(".said").inner_text()
    points.first.get_by_role("button", name=re.compile("^不用要点")).click()
    expect(points).to_have_count(count - 1)
    points.first.get_by_role("button", name="改写要点").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("请各支部照此办理")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    own = page.locator(".training .point", has_text="请各支部照此办理")
    expect(own.locator(".own")).to_have_text("编者改写")
    expect(own.get_by_role("button", name="查看原文")).to_be_visible()
    page.get_by_role("button", name="存为项目").click()
    page.get_by_label("项目名称").fill("支部培训")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已存为项目“支部培训”")).to_be_visible()

    page.get_by_role("button", name="新的材料").click()
    page.locator(".training").wait_for(state="detached")
    page.get_by_role("button", name=re.compile("存下的项目")).click()
    page.get_by_role("button", name="支部培训").click()
    expect(own).to_be_visible()
    expect(points).to_have_count(count - 1)
    expect(page.locator(".training .point .said", has_text=gone)).to_have_count(0)

    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    page.get_by_role("button", name=re.compile("存下的项目")).click()
    page.get_by_role("button", name="删除", exact=True).click()
    page.get_by_role("button", name="确定删除").click()
    expect(page.get_by_role("button", name=re.compile("存下的项目"))).to_have_count(0)
    expect(points).to_have_count(count - 1)  # what the page shows stays, under no name


def test_clauses_are_chosen_in_place_of_a_topic(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="培训").click()
    settle(page)
    page.get_by_text("不按主题，按选定的条款做").click()
    page.get_by_label("文件", exact=True).wait_for()
    settle(page)
    page.get_by_label("文件", exact=True).click()
    page.get_by_role("option", name=re.compile("柳老干〔2023〕9号")).click()
    settle(page)  # the clauses of that file are what is offered now
    page.get_by_label("条款", exact=True).click()
    page.get_by_role("option", name=re.compile("第二部分")).click()
    page.keyboard.press("Escape")
    settle(page)
    page.get_by_role("button", name="加入所选的条款").click()
    expect(page.locator(".training .point").first).to_contain_text("260元")
    expect(page.locator(".training")).not_to_contain_text("300元")
    expect(page).to_have_url(re.compile("pick="))


def test_the_quiz_is_finished_by_keys_alone(page: Page, address: str) -> None:
    make(page, address)
    part = page.get_by_role("radio", name="在线测试")
    part.focus()
    page.keyboard.press("Enter")
    page.locator(".quiz .stem").wait_for()
    for _ in range(60):
        settle(page)
        if page.locator(".quiz .score").count():
            break
        if page.locator(".quiz .told").count():
            expect(page.locator(".quiz .actions .main")).to_be_focused()
            page.keyboard.press("Enter")
        elif page.get_by_label(re.compile("您的答案")).count():
            words = page.get_by_label(re.compile("您的答案"))
            page.keyboard.press("Tab")
            expect(words).to_be_focused()
            page.keyboard.type("1")
            page.keyboard.press("Control+Enter")
        elif page.locator(".quiz .option[aria-pressed]").count():
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            expect(page.locator(".quiz .option[aria-pressed=true]")).to_have_count(1)
            tab_to(page, page.locator(".quiz .actions .main"), most=20)
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
    expect(page.locator(".quiz .score")).to_contain_text(re.compile(r"答对 \d+ 题，共 \d+ 题"))
    again = page.get_by_role("button", name="错题再做一遍")
    if again.count():
        again.press("Enter")
        expect(page.locator(".quiz .progress")).to_contain_text("第 1 题")


def test_material_made_earlier_is_held_against_the_library_of_today(
    page: Page, tmp_path: Path, notices_of_two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    folder, library = tmp_path / "notices", tmp_path / "library"
    shutil.copytree(notices_of_two, folder)
    ingest_paths([folder], library, embed=False)
    index = open_index(library)
    write_pack(training_pack(index, TOPIC), tmp_path / "material")
    (folder / "通知.txt").write_text(NOTICE.replace("260元", "320元"), encoding="utf-8")
    os.utime(folder / "通知.txt", (2_000_000_000, 2_000_000_000))
    ingest_paths([folder], library, embed=False)
    port = unused_port()
    with running(library, port):
        page.goto(f"http://localhost:{port}")
        page.get_by_role("link", name="培训").click()
        page.get_by_role("radio", name="核对旧材料").click()
        page.locator('input[type="file"]').set_input_files(tmp_path / "material" / f"{TOPIC}-讲义.docx")
        expect(page.locator(".checked-file .verdict")).to_contain_text("不再成立")
        change = page.locator(".checked-file .change").first
        expect(change.locator("del")).to_contain_text("260")
        expect(change.locator("ins")).to_contain_text("320")
        expect(page.locator(".checked-file")).not_to_contain_text("每人每月300元")
        settle(page)
        assert not grave_violations(page)


def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)
    make(page, address)
    for part in ("讲义", "口径表", "题库", "一图读懂", "在线测试"):
        page.get_by_role("radio", name=part).click()
        settle(page)
        assert not overflows(page), part


def test_a_topic_that_nothing_speaks_of_is_told(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="培训").click()
    page.get_by_label("培训的主题").wait_for()
    settle(page)
    page.get_by_label("培训的主题").fill("海洋渔业捕捞许可")
    page.get_by_label("培训的主题").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("海洋渔业捕捞许可")
