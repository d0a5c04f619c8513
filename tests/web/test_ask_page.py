"""The page 问答 as a person uses it: a real browser before a real server, on this machine alone."""

import re
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import BrowserContext, Page, expect

from index.update import ingest_paths
from qa.keeping.feedback import feedback_kept
from serve.launch import free_port
from tests.web.browsing import (
    BOX,
    COPY_NOTE,
    CORPUS,
    NARROW,
    ORIGINALS,
    QUESTION,
    ServeOver,
    ask,
    overflows,
    running,
    settle,
    unused_port,
)

pytestmark = pytest.mark.slow


def test_a_question_gets_its_figure_with_the_citation_and_who_is_silent(page: Page, app: str) -> None:
    ask(page, app)
    expect(page.locator(".answer .short")).to_contain_text("每人每月不低于260元")
    first = page.locator(".finding").first
    expect(first.locator("blockquote")).to_contain_text("每人每月不低于260元")
    expect(first.locator(".citation")).to_contain_text(
        "《关于加强离退休干部党建工作的通知》（柳老干〔2023〕9号）第二部分（二）"
    )
    second = page.locator(".finding").nth(1)
    expect(second.locator("blockquote")).to_contain_text("适当给予")
    expect(second.locator(".caution")).to_have_text(COPY_NOTE)
    expect(page.locator(".silent")).to_contain_text("关于组织春季参观活动的通知")


def test_the_clause_opens_highlighted_in_its_document_and_boxed_on_its_page(page: Page, app: str) -> None:
    ask(page, app)
    page.get_by_role("button", name="查看原文").first.click()
    page.locator(".document").wait_for()
    marked = page.locator(".text .cited").first
    expect(marked).to_be_in_viewport()
    expect(marked).to_contain_text("（二）落实工作补贴。")
    expect(page.locator(".text")).to_contain_text("坚持分级负责")
    expect(page.locator(".tree [aria-current]")).to_have_text("（二）落实工作补贴")
    expect(page.locator(".pages img")).to_be_visible()
    expect(page.locator(".pages rect.frame").first).to_be_visible()
    page.locator(".tree").get_by_role("button", name="一、总体要求").click()
    expect(page.locator(".text .cited").first).to_contain_text("一、总体要求")
    page.get_by_role("button", name="返回答案").click()
    expect(page.locator(".answer .short")).to_contain_text("每人每月不低于260元")


def test_a_citation_is_copied_and_shown_where_copying_is_forbidden(
    page: Page, context: BrowserContext, app: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, app)
    page.get_by_role("button", name="复制引文").first.click()
    expect(page.locator(".finding .copied").first).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "每人每月不低于260元" in copied
    assert "（柳老干〔2023〕9号）第二部分（二）" in copied
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')); }")
    page.get_by_role("button", name="复制引文").nth(1).click()
    expect(page.locator(".copied textarea")).to_have_value(re.compile("适当给予.*青老干〔2021〕4号", re.DOTALL))


def test_a_year_chosen_at_the_side_narrows_the_answer(page: Page, app: str) -> None:
    ask(page, app)
    page.get_by_label("年份").click()
    page.get_by_role("option", name="2021").click()
    expect(page.locator(".finding blockquote").first).to_contain_text("适当给予")
    expect(page.locator(".judian").get_by_text("260元")).to_have_count(0)


def test_what_no_notice_says_is_said_plainly_with_what_is_near(page: Page, app: str) -> None:
    ask(page, app, "党支部书记每年体检几次")
    expect(page.locator(".answer.not_found .short")).to_be_visible()
    expect(page.get_by_role("heading", name="最接近的条款")).to_be_visible()


def test_the_first_page_offers_questions_documents_and_names_unread_files(page: Page, app: str) -> None:
    page.goto(app)
    expect(page.locator(".library li")).to_have_count(3)
    page.get_by_text("个文件没有入库").click()
    expect(page.get_by_text("空.txt")).to_be_visible()
    page.locator(".library").get_by_role("button", name="关于组织春季参观活动的通知").click()
    expect(page.locator(".document .text")).to_contain_text("四月中旬")
    page.get_by_role("button", name="返回").click()
    page.get_by_role("button", name=QUESTION).click()
    expect(page.locator(".answer .short")).to_contain_text("每人每月不低于260元")


def test_the_page_can_be_used_by_keyboard_alone(page: Page, app: str) -> None:
    ask(page, app)
    page.get_by_role("button", name="查看原文").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".text .cited").first).to_be_focused()


def test_a_conversation_goes_on_by_keyboard_on_a_narrow_screen(page: Page, app: str) -> None:
    page.set_viewport_size(NARROW)
    ask(page, app, "柳溪离退休干部党支部书记工作补贴每月多少元")
    expect(page.locator(".answer .short")).to_contain_text("260元")
    page.keyboard.type("那青岭呢")  # the box is empty and still has the keys
    page.keyboard.press("Enter")
    expect(page.locator(".followed")).to_contain_text("按“青岭的离退休干部党支部书记工作补贴每月多少元”查找")
    chip = page.get_by_role("button", name="主题 离退休干部党支部书记工作补贴每月 ✕")
    box = chip.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= NARROW["width"]
    assert not overflows(page)
    settle(page)
    chip.press("Enter")
    expect(page.locator(".followed")).to_have_count(0)
    settle(page)
    page.get_by_role("button", name="新问题").press("Enter")
    expect(page.locator(".library li")).to_have_count(3)


def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page, app: str) -> None:
    page.set_viewport_size(NARROW)
    ask(page, app)
    assert not overflows(page)
    page.get_by_role("button", name="查看原文").first.click()
    expect(page.locator(".text .cited").first).to_be_in_viewport()
    assert not overflows(page)


def test_paper_carries_the_question_and_the_answer_and_no_buttons(page: Page, app: str) -> None:
    ask(page, app)
    page.emulate_media(media="print")
    expect(page.locator(".judian .asked")).to_be_visible()
    expect(page.locator(".finding").first).to_be_visible()
    expect(page.locator(".judian .actions").first).to_be_hidden()
    expect(page.locator('[data-testid="stSidebar"]')).to_be_hidden()
    expect(page.get_by_label("请输入问题，按回车键提问")).to_be_hidden()


def test_an_empty_library_says_what_to_type(page: Page, serve_over: ServeOver) -> None:
    page.goto(serve_over(None))
    page.get_by_test_id("stCode").wait_for()
    expect(page.get_by_test_id("stCode")).to_contain_text("judian ingest")


def test_the_projects_own_corpus_answers_the_sample_question(page: Page, serve_over: ServeOver) -> None:
    ask(page, serve_over(CORPUS))
    first = page.locator(".finding").first
    expect(first.locator("blockquote")).to_contain_text("每月不低于300元")
    expect(first.locator(".region")).to_contain_text("仪征")
    expect(first.locator(".caution")).to_have_text(COPY_NOTE)
    page.get_by_role("button", name="查看原文").first.click()
    expect(page.locator(".text .cited").first).to_be_in_viewport()
    expect(page.locator(".pages rect.frame").first).to_be_visible()


def test_the_originals_answer_with_the_county_that_sets_a_figure(page: Page, serve_over: ServeOver) -> None:
    if not ORIGINALS.is_dir():
        pytest.skip("the original notices are not beside this checkout")
    ask(page, serve_over(ORIGINALS))
    first, second = page.locator(".finding").nth(0), page.locator(".finding").nth(1)
    expect(first.locator("blockquote")).to_contain_text(re.compile(r"每月不低于\s?300\s?元"))
    expect(first.locator(".region")).to_contain_text("仪征")
    expect(first.locator(".citation")).to_contain_text("第")
    expect(second.locator(".region")).to_contain_text("丽水")
    expect(page.locator(".silent li")).to_have_count(3)
    page.get_by_role("button", name="查看原文").first.click()
    expect(page.locator(".text .cited").first).to_be_in_viewport()
    expect(page.locator(".text mark").first).to_be_visible()


def test_a_link_asks_the_same_held_to_the_same(page: Page, context: BrowserContext, app: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, app)
    page.get_by_label("年份").click()
    page.get_by_role("option", name="2021").click()
    expect(page.locator(".finding blockquote").first).to_contain_text("适当给予")
    page.keyboard.press("Escape")  # the list of years
    settle(page)
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(".copied", has_text="已复制")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert "year=2021" in link
    elsewhere = context.new_page()
    elsewhere.goto(link)
    expect(elsewhere.locator(".finding blockquote").first).to_contain_text("适当给予")
    expect(elsewhere.locator(".judian").get_by_text("260元")).to_have_count(0)


def test_only_what_stood_on_the_day_answers(page: Page, app: str) -> None:
    ask(page, app)
    day = page.get_by_label("截至日期")
    day.fill("2022年1月1日")
    day.press("Enter")
    expect(page.locator(".finding blockquote").first).to_contain_text("适当给予")
    expect(page).to_have_url(re.compile("as_of=2022-01-01"))
    day.fill("去年")
    day.press("Enter")
    expect(page.locator(".said.wrong")).to_contain_text("不是日期")
    expect(page.locator(".answer .short")).to_contain_text("260元")


def test_the_answer_leaves_as_word_and_its_citation_in_official_form(
    page: Page, context: BrowserContext, app: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, app)
    page.get_by_role("button", name="复制正式引用").first.click()
    expect(page.locator(".copied").nth(1)).to_have_text("已复制")
    assert "2023年5月6日）第二部分（二）" in page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Word").click()
    paragraphs = [p.text for p in Document(str(download.value.path())).paragraphs]
    assert QUESTION in paragraphs
    assert any("260元" in text for text in paragraphs)


def test_a_question_is_found_again_in_another_session_and_erased(
    page: Page, context: BrowserContext, serve_over: ServeOver, notices: Path
) -> None:
    address = serve_over(notices)
    ask(page, f"{address}/?year=2021", "支部书记有没有补贴")
    later = context.new_page()
    later.goto(address)
    later.get_by_role("button", name="问过的").click()
    later.get_by_label("在问过的问题里找").fill("补贴 2021")
    later.get_by_label("在问过的问题里找").press("Enter")
    later.get_by_role("button", name="支部书记有没有补贴（2021年）").click()
    later.locator(".judian .answer").wait_for()
    expect(later).to_have_url(re.compile("year=2021"))
    later.get_by_role("button", name="问过的").click()
    later.get_by_label("在问过的问题里找").fill("")
    later.get_by_label("在问过的问题里找").press("Enter")
    later.get_by_role("button", name="全部清除").click()
    expect(later.get_by_text("还没有问过问题。")).to_be_visible()


def test_what_a_person_finds_wrong_is_kept_with_its_reason(page: Page, tmp_path: Path, notices: Path) -> None:
    ingest_paths([notices], tmp_path, embed=False)
    port = free_port(unused_port())
    with running(tmp_path, port):
        ask(page, f"http://localhost:{port}")
        page.get_by_role("button", name="不对", exact=True).click()
        page.get_by_role("button", name="提交").click()
        expect(page.locator(".said.wrong")).to_contain_text("至少选一项")
        page.get_by_role("button", name="数字不对").click()
        page.get_by_label("补充说明（可不填）").fill("应为300元")
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_text("已记下，用于改进")).to_be_visible()
    (kept,) = feedback_kept(tmp_path)
    assert (kept["verdict"], kept["reasons"], kept["words"]) == ("bad", ["数字不对"], "应为300元")


def test_coming_back_from_another_page_shows_what_was_asked(page: Page, app: str) -> None:
    ask(page, app)
    page.get_by_role("link", name="检索").click()
    expect(page.get_by_role("heading", name="检索")).to_be_visible()
    page.get_by_role("link", name="问答").click()
    expect(page.locator(".answer .short")).to_contain_text("260元")
    page.get_by_role("button", name="新问题").click()
    expect(page.locator(".library li")).to_have_count(3)


def test_questions_asked_one_right_after_the_other_leave_the_page_whole(page: Page, app: str) -> None:
    ask(page, app)
    box = page.get_by_label(BOX)
    asked = ["党支部活动经费怎么办", "参观活动什么时候组织", "青岭的补贴是多少", "柳溪的补贴是多少", QUESTION]
    for question in asked:  # while the answer before is still being drawn
        box.fill(question)
        box.press("Enter")
        page.locator(".asked-now", has_text=question).wait_for()
    settle(page)
    expect(page.locator(".answer .short")).to_contain_text("每人每月不低于260元")
    expect(page.get_by_role("button", name="不对")).to_be_visible()
    page.go_back()
    expect(page.locator(".asked-now")).to_contain_text(asked[-2])
