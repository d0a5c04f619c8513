"""The page 问答 as a person uses it: a real browser before a real server, on this machine alone."""

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from index.update import ingest_paths
from serve.launch import free_port, streamlit_command

pytestmark = pytest.mark.slow

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
ORIGINALS = Path(__file__).resolve().parents[2].parent / "shared" / "originals"
COPY_NOTE = "摘编，非原文，引用请核对原件"
QUESTION = "党支部书记补贴标准"
WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

FIGURED = [
    "中共柳溪县委老干部局文件",
    "柳老干〔2023〕9号",
    "关于加强离退休干部党建工作的通知",
    "各乡镇党委：",
    "一、总体要求",
    "坚持分级负责，压实各方责任。",
    "二、保障措施",
    "（一）选好带头人。注意从党性强的老同志中选任书记。",
    "（二）落实工作补贴。离退休干部党支部书记工作补贴标准为",
    "每人每月不低于260元，由同级财政列支。",
    "（三）保障活动经费。党支部活动经费列入年度预算。",
    "中共柳溪县委老干部局",
    "2023年5月6日",
]
UNFIGURED = f"""【{COPY_NOTE}】

关于做好离退休干部党支部建设的意见
青老干〔2021〕4号
各单位：
一、加强组织建设
合理设置党支部。
二、加强工作保障
适当给予离退休干部党支部书记工作补贴。
中共青岭市委老干部局
2021年8月2日
"""
SILENT = """关于组织春季参观活动的通知
石老干〔2022〕3号
各单位：
一、活动安排
四月中旬组织老同志就近参观。
二、注意事项
做好安全保障。
中共石桥区委老干部局
2022年3月1日
"""


@pytest.fixture(scope="module")
def notices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF with a figure, a digest without one, a notice about something else, and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("notices")
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(folder / "通知.pdf"), pagesize=(595, 842))
    canvas.setFont("STSong-Light", 16)
    for row, line in enumerate(FIGURED):
        canvas.drawString(72, 760 - 30 * row, line)
    canvas.save()
    (folder / "意见.txt").write_text(UNFIGURED, encoding="utf-8")
    (folder / "参观.txt").write_text(SILENT, encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def serve_over(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path | None], str]]:
    """Address of the app over the notices in a folder; None: over an empty library. Servers end with the module."""
    with ExitStack() as servers, pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUDIAN_MODEL", "none")  # words alone suffice here and start fast

        def serve(folder: Path | None) -> str:
            library = tmp_path_factory.mktemp("library")
            if folder is not None:
                ingest_paths([folder], library, embed=False)
            port = free_port(unused_port())
            servers.enter_context(running(library, port))
            return f"http://localhost:{port}"

        yield serve


@contextmanager
def running(library: Path, port: int) -> Iterator[None]:
    """The app's own process, which answers by now and ends with the block."""
    environment = os.environ | {"JUDIAN_LIBRARY": str(library)}
    silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    with subprocess.Popen(streamlit_command(port), cwd=library, env=environment, **silent) as process:  # type: ignore[call-overload]
        try:
            wait_until_it_answers(process, f"http://localhost:{port}/_stcore/health")
            yield
        finally:
            process.terminate()


def wait_until_it_answers(process: "subprocess.Popen[bytes]", address: str) -> None:
    for _ in range(600):
        assert process.poll() is None, "the app ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the app did not answer within a minute")


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def app(serve_over: Callable[[Path | None], str], notices: Path) -> str:
    return serve_over(notices)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        reason = "no chromium on this machine: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A profile of its own for each test, as if the browser had just been installed."""
    fresh = browser.new_context(viewport=WIDE)
    fresh.set_default_timeout(20_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must stay free of errors and ask nothing of any other machine."""
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("console", lambda m: troubles.append(m.text) if m.type in ("error", "warning") else None)
    opened.on("pageerror", lambda e: troubles.append(str(e)))
    opened.on("request", lambda r: None if is_local(r.url) else troubles.append(f"asked another machine: {r.url}"))
    yield opened
    assert not troubles


def is_local(address: str) -> bool:
    return re.match(r"(?:https?|wss?)://localhost[:/]|data:|blob:|about:", address) is not None


def ask(page: Page, address: str, question: str = QUESTION) -> None:
    """Type the question and press Enter, as people do."""
    page.goto(address)
    box = page.get_by_label("请输入问题，按回车键提问")
    box.fill(question)
    box.press("Enter")
    page.locator(".judian .answer").wait_for()


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
    picture = page.locator(".pages img")
    expect(picture).to_be_visible()
    assert picture.evaluate(COUNT_RED) > 500
    page.locator(".tree").get_by_role("button", name="一、总体要求").click()
    expect(page.locator(".text .cited").first).to_contain_text("一、总体要求")
    page.get_by_role("button", name="返回答案").click()
    expect(page.locator(".answer .short")).to_contain_text("每人每月不低于260元")


# Pixels of the frame's red in a picture.
COUNT_RED = """(image) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
  let red = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i] > 140 && pixels[i + 1] < 90 && pixels[i + 2] < 90) red += 1;
  }
  return red;
}"""


def test_a_citation_is_copied_and_shown_where_copying_is_forbidden(
    page: Page, context: BrowserContext, app: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, app)
    page.get_by_role("button", name="复制引文").first.click()
    expect(page.locator(".copied").first).to_have_text("已复制")
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
    expect(page.locator(".judian")).not_to_contain_text("260元")


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
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".followed")).to_have_count(0)
    page.get_by_role("button", name="新问题").press("Enter")
    expect(page.locator(".library li")).to_have_count(3)


def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page, app: str) -> None:
    page.set_viewport_size(NARROW)
    ask(page, app)
    assert not overflows(page)
    page.get_by_role("button", name="查看原文").first.click()
    expect(page.locator(".text .cited").first).to_be_in_viewport()
    assert not overflows(page)


def overflows(page: Page) -> bool:
    widths = page.evaluate(
        "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth - e.clientWidth)"
    )
    return max(widths) > 0


def test_paper_carries_the_question_and_the_answer_and_no_buttons(page: Page, app: str) -> None:
    ask(page, app)
    page.emulate_media(media="print")
    expect(page.locator(".judian .asked")).to_be_visible()
    expect(page.locator(".finding").first).to_be_visible()
    expect(page.locator(".judian .actions").first).to_be_hidden()
    expect(page.locator('[data-testid="stSidebar"]')).to_be_hidden()
    expect(page.get_by_label("请输入问题，按回车键提问")).to_be_hidden()


def test_an_empty_library_says_what_to_type(page: Page, serve_over: Callable[[Path | None], str]) -> None:
    page.goto(serve_over(None))
    expect(page.get_by_test_id("stCode")).to_contain_text("judian ingest")


def test_the_projects_own_corpus_answers_the_sample_question(
    page: Page, serve_over: Callable[[Path | None], str]
) -> None:
    ask(page, serve_over(CORPUS))
    first = page.locator(".finding").first
    expect(first.locator("blockquote")).to_contain_text("每月不低于300元")
    expect(first.locator(".region")).to_contain_text("仪征")
    expect(first.locator(".caution")).to_have_text(COPY_NOTE)
    page.get_by_role("button", name="查看原文").first.click()
    expect(page.locator(".text .cited").first).to_be_in_viewport()
    assert page.locator(".pages img").first.evaluate(COUNT_RED) > 500


def test_the_originals_answer_with_the_county_that_sets_a_figure(
    page: Page, serve_over: Callable[[Path | None], str]
) -> None:
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
