"""A real browser before a real server, on this machine alone: fixtures and helpers for the tests of every page.

The fixtures are known to all tests of this folder through conftest.py; helpers are imported from here.
"""

import contextlib
import os
import random
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from index.update import ingest_paths
from serve.launch import free_port, streamlit_command

ServeOver = Callable[[Path | None], str]

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
ORIGINALS = Path(__file__).resolve().parents[2].parent / "shared" / "originals"
QUESTION = "党支部书记补贴标准"
BOX = "请输入问题，按回车键提问"
COPY_NOTE = "摘编，非原文，引用请核对原件"
expect.set_options(timeout=30_000)  # a page is awaited this long: the machine that tests may be busy

WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
WIDTHS = {"wide": WIDE, "narrow": NARROW}
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


@pytest.fixture(scope="session")
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
def serve_over(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeOver]:
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
    # The app ends when its standard input does: it is given one that stays open.
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL}
    with subprocess.Popen(streamlit_command(port), cwd=library, env=environment, **pipes) as process:  # type: ignore[call-overload]
        try:
            wait_until_it_answers(process, f"http://localhost:{port}/_stcore/health")
            yield
        finally:
            process.terminate()


def wait_until_it_answers(process: "subprocess.Popen[bytes]", address: str) -> None:
    """Return when the address answers; fail where the process ends or a minute has passed."""
    for _ in range(600):
        assert process.poll() is None, "the app ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the app did not answer within a minute")


def unused_port() -> int:
    """A port that nobody listens on, and below those that the system lends to whoever calls somebody."""
    for port in random.sample(range(20_000, 30_000), 100):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    pytest.fail("no port is free")


@pytest.fixture(scope="module")
def app(serve_over: ServeOver, notices: Path) -> str:
    """Address of the app over `notices`."""
    return serve_over(notices)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser of this machine, without a window."""
    with a_browser() as launched:
        yield launched


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Chromium as the machine has it; where it has none, the test is skipped, but not in the gate."""
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
    fresh = new_profile(browser)
    yield fresh
    fresh.close()


def new_profile(browser: Browser, size: ViewportSize = WIDE) -> BrowserContext:
    """A browser as somebody else has it, whose pages can be told to be at rest."""
    fresh = browser.new_context(viewport=size, locale="zh-CN", accept_downloads=True)
    fresh.set_default_timeout(60_000)
    fresh.add_init_script(_TELLS_WHAT_IS_UNANSWERED)
    return fresh


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must stay free of errors and ask nothing of any other machine."""
    opened = context.new_page()
    troubles = troubles_of(opened)
    yield opened
    assert not troubles, troubles


def troubles_of(page: Page) -> list[str]:
    """What goes wrong on a page from now on: errors, warnings, and requests to other machines. The list grows."""
    troubles: list[str] = []
    page.on(
        "console", lambda m: troubles.append(m.text) if m.type in ("error", "warning") and not is_probe(m) else None
    )
    page.on("pageerror", lambda e: troubles.append(str(e)))
    page.on("request", lambda r: None if is_local(r.url) else troubles.append(f"asked another machine: {r.url}"))
    page.on("websocket", lambda w: None if is_local(w.url) else troubles.append(f"asked another machine: {w.url}"))
    return troubles


def is_probe(message: ConsoleMessage) -> bool:
    """Whether Streamlit asked whether it is served below a page's own address, which it asks first and is not."""
    return re.search(r"/[a-z]+/_stcore/(?:health|host-config)$", message.location.get("url", "")) is not None


def is_local(address: str) -> bool:
    """Whether a request stays on this machine."""
    return re.match(r"(?:https?|wss?)://localhost[:/]|data:|blob:|about:", address) is not None


def ask(page: Page, address: str, question: str = QUESTION) -> None:
    """Type the question and press Enter, as people do."""
    page.goto(address)
    page.get_by_role("button", name="提问").wait_for()  # before it is there, Enter sends nothing
    box = page.get_by_label(BOX)
    box.fill(question)
    box.press("Enter")
    page.locator(".judian .answer").wait_for()
    settle(page)


# A press is on its way to the server for a while in which the page still shows that nothing runs.
_TELLS_WHAT_IS_UNANSWERED = """
window.WebSocket = class extends WebSocket {
    constructor(...given) {
        super(...given);
        this.addEventListener("message", () => { window.judianUnanswered = false; });
    }
    send(message) {
        window.judianUnanswered = true;
        super.send(message);
    }
};
"""

# Nothing is asked of the server or runs, every block has come, and nothing has changed since the last looks.
_IS_STILL = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const blocks = [...document.querySelectorAll('[data-testid^="stBidiComponent"]')];
    const isWhole = app?.dataset.testScriptState === "notRunning" && !window.judianUnanswered
        && blocks.every((b) => b.childElementCount > 0)
        && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stSpinner"]');
    const seen = `${document.body.innerText}${document.querySelectorAll("*").length}`;
    const still = isWhole && window.judianSeen === seen;
    window.judianSeen = seen;
    window.judianStill = still ? (window.judianStill ?? 0) + 1 : 0;
    return window.judianStill >= 3;
}"""


def settle(page: Page) -> None:
    """Return when the server has nothing more to draw, and the browser has drawn it."""
    page.evaluate("window.judianStill = 0")
    page.wait_for_function(_IS_STILL, polling=80, timeout=60_000)


@dataclass(frozen=True, slots=True)
class Stop:
    """An element that the keyboard comes to."""

    name: str  # as read out, shortened
    is_framed: bool  # it, or what holds it, shows that it has the keys
    place: str  # tag and place among all elements: tells one from another


# A frame around an input that is drawn as something else stands around that.
_STOP = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    let held = e, isFramed = false;
    for (let i = 0; held && i < 6 && !isFramed; i += 1, held = held.parentElement) {
        const look = getComputedStyle(held);
        isFramed = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2 && held.offsetWidth >= 20;
    }
    const labels = [...(e.labels ?? [])].map((label) => label.innerText).join(" ");
    const name = e.getAttribute("aria-label") || labels || e.innerText || e.title || "";
    return [name.trim().slice(0, 40), isFramed, e.tagName + [...document.querySelectorAll("*")].indexOf(e)];
}"""


def tab_to(page: Page, wanted: Locator, key: str = "Tab", *, most: int = 90) -> None:
    """Go through the page by keyboard until this element has the keys, whose frame must then be seen."""
    for _ in range(most):
        page.keyboard.press(key)
        if wanted.count() and wanted.first.evaluate("e => e === document.activeElement"):
            stop = page.evaluate(_STOP)
            assert stop is not None, f"the keys were lost again: {wanted}"
            assert stop[1], f"no frame: {stop[0]}"
            return
    pytest.fail(f"the keyboard does not come there within {most} steps: {wanted}")


def stops(page: Page, *, most: int = 200) -> list[Stop]:
    """Where Tab comes on a page, from its beginning to its end."""
    page.evaluate("document.activeElement.blur()")
    found: list[Stop] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or any(stop[2] == other.place for other in found):
            return found
        found.append(Stop(*stop))
    pytest.fail(f"more than {most} stops")


def overflows(page: Page) -> bool:
    """Whether the page can be scrolled sideways."""
    widths = page.evaluate(
        "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth - e.clientWidth)"
    )
    return max(widths) > 0


def grave_violations(page: Page) -> list[str]:
    """What axe-core finds serious or critical, one line for each: its rule, and the first elements."""
    from axe_playwright_python.sync_playwright import Axe

    found: Sequence[Mapping[str, object]] = Axe().run(page).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {[node['html'][:160] for node in rule['nodes'][:4]]}"  # type: ignore[index]
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]
