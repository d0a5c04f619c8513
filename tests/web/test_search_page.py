"""The page 检索 as a person uses it: find, narrow, put in order, open a clause, take the list along."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.web.browsing import NARROW, ServeOver, grave_violations, overflows, settle

pytestmark = pytest.mark.slow

BOX = "请输入文号、标题或要找的内容，按回车键查找"


def notice(place: str, code: str, number: str, year: int, amount: int) -> str:
    return f"""关于做好离退休干部党支部工作的通知
{code}〔{year}〕{number}号
各单位：
一、工作补贴
离退休干部党支部书记工作补贴为每人每月{amount}元。
二、活动经费
党支部活动经费列入年度预算。
中共{place}委老干部局
{year}年5月6日
"""


HOSTILE = """关于<script>document.title="坏"</script>**补贴**的通知
恶老干〔2022〕1号
各单位：
一、<img src=x onerror="document.title='坏'">补贴
工作补贴[链接](javascript:alert(1)) :red[红] $x$ \u202e转反\u202c
中共恶县委老干部局
2022年3月1日
"""


@pytest.fixture(scope="module")
def address(serve_over: ServeOver, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The app over notices of three places and of two years, and a hostile one."""
    folder = tmp_path_factory.mktemp("searched")
    texts = {
        "杭州.txt": notice("杭州市", "杭老干", "3", 2021, 300),
        "丽水.txt": notice("丽水市", "丽老干", "9", 2023, 260),
        "青岛.txt": notice("青岛市", "青老干", "5", 2023, 280),
        "恶.txt": HOSTILE,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return serve_over(folder)


def search(page: Page, address: str, query: str = "书记工作补贴") -> None:
    page.goto(address)
    page.get_by_role("link", name="检索").click()
    page.get_by_role("button", name="查找").wait_for()  # before it is there, Enter sends nothing
    box = page.get_by_label(BOX)
    box.fill(query)
    box.press("Enter")
    page.locator(".hits").wait_for()
    settle(page)


def titles(page: Page) -> list[str]:
    return page.locator(".hit .where").all_inner_texts()


def test_clauses_are_found_with_their_words_marked_and_the_reasons_told(page: Page, address: str) -> None:
    search(page, address)
    first = page.locator(".hit").first
    expect(first.locator("mark").first).to_be_visible()
    expect(first.locator(".why")).to_contain_text("正文")
    expect(page.locator(".summary")).to_contain_text("找到")


def test_a_press_on_a_facet_leaves_as_many_as_it_counts_and_a_chip_brings_the_rest_back(
    page: Page, address: str
) -> None:
    search(page, address)
    before = page.locator(".hit").count()
    value = page.locator(".facets button", has_text="浙江").first
    counted = int(value.locator(".count").inner_text())
    value.click()
    expect(page.locator(".hit")).to_have_count(counted)
    expect(page).to_have_url(re.compile("region="))
    expect(page.locator(".chips")).to_contain_text("地区 浙江")
    page.locator('.facets [data-open="add:region:浙江丽水"]').click()
    expect(page.locator(".chip")).to_have_count(1)  # the city in the place of its province
    expect(page.locator(".hit .where", has_text="杭州")).to_have_count(0)
    page.get_by_role("button", name="去掉：地区 浙江丽水").click()
    expect(page.locator(".hit")).to_have_count(before)


def test_the_newest_come_first_when_asked_for_and_the_address_keeps_it(page: Page, address: str) -> None:
    search(page, address)
    page.get_by_role("button", name="按成文日期").click()
    expect(page.get_by_role("button", name="按成文日期")).to_have_attribute("aria-pressed", "true")
    settle(page)
    expect(page).to_have_url(re.compile("sort=date"))
    days = titles(page)
    assert ["2023年" in day for day in days] == sorted(("2023年" in day for day in days), reverse=True)


def test_a_clause_opens_in_its_original_and_the_list_is_there_again(page: Page, address: str) -> None:
    search(page, address)
    page.get_by_role("button", name="查看原文").first.click()
    expect(page.locator(".text .cited").first).to_be_in_viewport()
    page.get_by_role("button", name="返回检索").click()
    expect(page.locator(".hit").first).to_be_visible()
    expect(page.get_by_label(BOX)).to_have_value("书记工作补贴")


def test_a_number_finds_its_notice_and_an_unknown_one_is_told_with_what_is_near(page: Page, address: str) -> None:
    search(page, address, "丽老干〔2023〕9号")
    expect(page.locator(".hit").first).to_contain_text("丽老干〔2023〕9号")
    box = page.get_by_label(BOX)
    box.fill("完全无关的字眼囧囧囧")
    box.press("Enter")
    expect(page.locator(".empty")).to_contain_text("可以试试")


def test_the_list_is_taken_along_as_a_workbook(page: Page, address: str, tmp_path: Path) -> None:
    search(page, address)
    count = page.locator(".hit").count()
    with page.expect_download() as saved:
        page.get_by_role("button", name="导出 Excel").click()
    saved.value.save_as(tmp_path / "列表.xlsx")
    rows = list(load_workbook(tmp_path / "列表.xlsx").active.values)
    assert len(rows) == count + 3
    assert any("260元" in str(row[3]) for row in rows)


def test_before_a_query_the_library_is_counted_narrowed_and_opened(page: Page, address: str) -> None:
    page.goto(f"{address}/search")
    expect(page.locator(".listed li")).to_have_count(4)
    page.locator(".facets button", has_text="浙江").first.click()
    expect(page.locator(".listed li")).to_have_count(2)
    expect(page.locator(".told")).to_contain_text("符合限定的文件 2 份")
    expect(page).to_have_url(re.compile("region="))
    settle(page)
    search_box = page.get_by_label(BOX)
    search_box.fill("书记工作补贴")
    search_box.press("Enter")
    expect(page.locator(".hit .where").first).to_contain_text("浙江")
    expect(page.locator(".hit .where", has_text="山东")).to_have_count(0)
    page.goto(f"{address}/search?region=浙江")
    page.locator(".listed button").first.click()
    expect(page.locator("h1.title")).to_contain_text("关于做好离退休干部党支部工作的通知")


def test_a_day_in_the_past_leaves_out_what_came_later_and_stands_in_the_address(page: Page, address: str) -> None:
    search(page, address)
    day = page.get_by_label("按哪一天（可不填）")
    day.fill("2022年1月1日")
    day.press("Enter")
    expect(page.locator(".chips")).to_contain_text("2022年1月1日当天有效")
    expect(page.locator(".hit .where", has_text="2023年")).to_have_count(0)
    expect(page.locator(".hit .where").first).to_contain_text("2021年")
    expect(page).to_have_url(re.compile("as_of=2022-01-01"))
    page.reload()
    expect(day).to_have_value("2022-01-01")
    page.get_by_role("button", name="去掉：2022年1月1日当天有效").click()
    expect(page.locator(".hit .where", has_text="2023年").first).to_be_visible()
    expect(day).to_have_value("")
    day.fill("去年")
    day.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("不是日期，没有按它查找")


def test_a_hostile_notice_does_nothing(page: Page, address: str) -> None:
    search(page, address, "恶县 补贴")
    expect(page.locator(".hit", has_text="<script>").first).to_be_visible()
    assert "坏" not in page.title()
    assert page.locator(".judian a[href^=javascript], .judian img, .judian script").count() == 0


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_page_is_accessible_and_fits_its_width(page: Page, address: str, is_narrow: bool) -> None:
    if is_narrow:
        page.set_viewport_size(NARROW)
    search(page, address)
    assert not overflows(page)
    assert grave_violations(page) == []


def test_the_list_can_be_used_by_keyboard(page: Page, address: str) -> None:
    search(page, address)
    value = page.locator(".facets button", has_text="青岛").first
    value.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_contain_text("青岛")
    settle(page)
    page.get_by_role("button", name="查看原文").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".text .cited").first).to_be_focused()
