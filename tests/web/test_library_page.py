"""The page 文库 as a person uses it: files in, corrected, taken out and put back; folders watched; charts that lead on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.browsing import CORPUS, NARROW, SILENT, UNFIGURED, ServeOver, grave_violations, overflows, settle

pytestmark = pytest.mark.slow

DROP = "[data-testid=stFileUploaderDropzoneInput]"


@pytest.fixture(scope="module")
def corpus(serve_over: ServeOver) -> str:
    """Address of the app over the project's own corpus."""
    return serve_over(CORPUS)


def go_to_library(page: Page, address: str) -> None:
    """As people do: by the way on top of each page."""
    page.goto(address)
    page.get_by_role("link", name="文库").click()
    expect(page.get_by_role("heading", name="文库", exact=True)).to_be_visible(timeout=60_000)
    settle(page)


def part(page: Page, name: str) -> None:
    """Go to a part of the page."""
    page.locator(".parts").get_by_role("button", name=re.compile(f"^{name}")).click()
    settle(page)


@pytest.fixture
def three(tmp_path: Path) -> list[str]:
    """Two notices and a file that is broken."""
    (tmp_path / "意见.txt").write_text(UNFIGURED, encoding="utf-8")
    (tmp_path / "参观.txt").write_text(SILENT, encoding="utf-8")
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 and no more")
    return [str(tmp_path / name) for name in ("意见.txt", "参观.txt", "坏.pdf")]


def test_a_newcomer_drops_three_files_and_sees_what_was_understood(
    page: Page, serve_over: ServeOver, three: list[str]
) -> None:
    address = serve_over(None)
    page.goto(address)
    expect(page.get_by_role("link", name=re.compile("放入公文"))).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="文库", exact=True).click()
    expect(page.get_by_role("heading", name="从这里开始")).to_be_visible(timeout=60_000)
    page.locator(DROP).set_input_files(three)
    results = page.locator(".understood")
    expect(results).to_be_visible(timeout=60_000)
    expect(results.locator(".whole")).to_contain_text("新收入 2 个，没有收入 1 个")
    expect(results.locator(".troubled")).to_contain_text("坏.pdf")
    expect(results).to_contain_text("青老干〔2021〕4号")
    expect(results).to_contain_text("覆盖率 100%")
    results.get_by_role("button", name="打开原文：关于组织春季参观活动的通知").click()
    expect(page.locator(".document .text")).to_contain_text("四月中旬")
    page.get_by_role("button", name="返回").click()
    page.get_by_role("button", name="知道了").click()
    expect(page.locator(".understood")).to_have_count(0)
    expect(page.locator("ol.files > li")).to_have_count(3)
    expect(page.locator("ol.files > li").first).to_contain_text("坏.pdf")
    page.goto(address)
    expect(page.locator(".library li")).to_have_count(2)  # to be asked of at once


def test_a_file_taken_out_is_put_back_by_one_press(page: Page, corpus: str) -> None:
    go_to_library(page, corpus)
    files = page.locator("ol.files > li")
    before = files.count()
    name = files.first.locator("b").inner_text()
    files.first.get_by_role("button", name=f"移出：{name}").click()
    expect(page.get_by_text("三十天内可以恢复")).to_be_visible()
    expect(files).to_have_count(before - 1)
    page.get_by_role("button", name="撤销移出").click()
    expect(page.get_by_text(f"已恢复{name}")).to_be_visible()
    expect(files).to_have_count(before)


def test_a_field_is_corrected_where_it_stands_and_taken_back(page: Page, serve_over: ServeOver, tmp_path: Path) -> None:
    (tmp_path / "参观.txt").write_text(SILENT.replace("石老干〔2022〕3号\n", ""), encoding="utf-8")
    go_to_library(page, serve_over(tmp_path))
    part(page, "待核对")
    expect(page.locator(".review-item").first).to_contain_text("发文字号")
    page.get_by_label("发文字号").fill("石老干〔2022〕3号")
    page.get_by_role("button", name="保存").first.click()
    expect(page.get_by_text("已更正发文字号")).to_be_visible()
    expect(page.get_by_label("发文字号")).to_have_count(0)
    expect(page.locator(".correction")).to_contain_text("石老干〔2022〕3号")
    part(page, "文件")
    expect(page.locator("ol.files")).to_contain_text("石老干〔2022〕3号")
    part(page, "待核对")
    page.get_by_role("button", name="撤回").click()
    expect(page.get_by_text("恢复读出的值")).to_be_visible()


def test_any_field_can_be_corrected_and_a_wrong_value_is_told(page: Page, corpus: str) -> None:
    go_to_library(page, corpus)
    page.locator("ol.files").get_by_role("button", name="更正").first.click()
    editor = page.locator(".st-key-library-editor")
    editor.get_by_label("成文日期").fill("昨天")
    editor.get_by_role("button", name="保存更正").click()
    expect(page.get_by_text("请写成 2022-04-26 的样子")).to_be_visible()


def test_a_watched_folder_brings_its_new_files_by_itself(page: Page, serve_over: ServeOver, tmp_path: Path) -> None:
    folder, watched = tmp_path / "库中", tmp_path / "来文"
    folder.mkdir()
    watched.mkdir()
    (folder / "意见.txt").write_text(UNFIGURED, encoding="utf-8")
    (watched / "参观.txt").write_text(SILENT, encoding="utf-8")
    go_to_library(page, serve_over(folder))
    part(page, "关注文件夹")
    page.get_by_label("文件夹的完整路径").fill(str(watched))
    page.get_by_role("button", name="关注", exact=True).click()
    expect(page.get_by_text("已关注")).to_be_visible()
    page.get_by_role("button", name="现在看一看").click()
    part(page, "文件")
    expect(page.locator("ol.files")).to_contain_text("参观.txt", timeout=60_000)
    (watched / "参观.txt").unlink()
    (watched / "另一份.txt").write_text(SILENT.replace("3号", "4号").replace("四月", "五月"), encoding="utf-8")
    part(page, "关注文件夹")
    # What has come since is read by a press, or by itself once a minute has gone by: then only what has gone is left.
    page.get_by_role("button", name="现在看一看").click()
    part(page, "文件")
    expect(page.locator("ol.files")).to_contain_text("另一份.txt", timeout=60_000)
    part(page, "关注文件夹")
    expect(page.get_by_text("有 1 个文件；1 个已不在文件夹里")).to_be_visible()
    page.get_by_role("button", name="移出不在的 1 个").click()
    expect(page.get_by_text("三十天内可以恢复")).to_be_visible()
    page.get_by_role("button", name="不再关注").click()
    expect(page.get_by_text("还没有关注的文件夹")).to_be_visible()


def test_a_cell_of_the_map_opens_its_clause(page: Page, corpus: str) -> None:
    go_to_library(page, corpus)
    part(page, "统计")
    page.get_by_text("覆盖图").click()
    chart = page.locator("table.map")
    chart.wait_for()
    settle(page)  # a field that is filled while the topics are looked for may be drawn anew, as it was
    page.get_by_text("改主题").click()
    page.get_by_label("每行一个主题").fill("工作补贴\n无人机巡检")
    page.get_by_role("button", name="保存").click()
    expect(chart.locator("thead")).to_contain_text("无人机巡检")
    expect(chart.locator("td.none").last).to_have_text("没有找到")
    settle(page)  # the table stands before the page has run to its end
    chart.get_by_role("button", name="仪征，工作补贴").press("Enter")
    expect(page.locator(".text .cited").first).to_contain_text("工作补贴")
    page.get_by_role("button", name="返回").click()
    expect(page.locator("table.map")).to_be_visible()


def test_counts_lead_to_files_and_the_timeline_to_documents(page: Page, corpus: str) -> None:
    go_to_library(page, corpus)
    part(page, "统计")
    page.locator("table.counts").get_by_role("button", name="仪征").first.click()
    expect(page.locator("ol.files > li")).to_have_count(1)
    expect(page.locator("ol.files")).to_contain_text("仪征")
    part(page, "统计")
    page.get_by_text("时间线").click()
    page.locator(".timeline .notice").first.get_by_role("button").first.click()
    expect(page.locator(".document")).to_be_visible()


@pytest.mark.parametrize("name", ["文件", "待核对", "关注文件夹", "统计"])
def test_every_part_is_whole_on_a_narrow_screen_and_free_of_grave_faults(page: Page, corpus: str, name: str) -> None:
    go_to_library(page, corpus)
    part(page, name)
    assert not grave_violations(page)
    page.set_viewport_size(NARROW)
    settle(page)
    assert not overflows(page)


def test_paper_carries_the_chart_and_no_controls(page: Page, corpus: str) -> None:
    go_to_library(page, corpus)
    part(page, "统计")
    page.emulate_media(media="print")
    expect(page.locator("table.counts")).to_be_visible()
    expect(page.locator(".parts")).to_be_hidden()
    expect(page.get_by_test_id("stRadio")).to_be_hidden()
