"""The pictures of the app for the README, over corpus/: python -m tests.web.pictures [FOLDER]."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Page, ViewportSize

from index.update import ingest_paths
from serve.launch import free_port
from tests.web.browsing import CORPUS, QUESTION, a_browser, running, settle, unused_port

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
_LARGEST = 200_000  # bytes: a clone of the project stays small
_COLOURS = (128, 64, 32)
_SIZE = ViewportSize(width=1280, height=1040)
_TOPIC = "离退休干部党组织建设"


def _open_clause(page: Page) -> None:
    page.get_by_role("button", name="查看原文").first.click()
    page.locator(".sheets rect.frame").first.wait_for()


def _choose_map(page: Page) -> None:
    page.get_by_text("覆盖图").click()
    page.locator("table.map").wait_for()


def _nothing(page: Page) -> None:
    pass


PICTURES: Mapping[str, tuple[str, Callable[[Page], None]]] = {
    "ask": (f"/?q={quote(QUESTION)}", _nothing),
    "original": (f"/?q={quote(QUESTION)}", _open_clause),
    "search": (f"/search?q={quote('书记补贴')}", _nothing),
    "compare": (f"/compare?topic={quote(_TOPIC)}&region={quote('浙江丽水')}&region={quote('江苏扬州仪征')}", _nothing),
    "training": (f"/training?topic={quote(_TOPIC)}", _nothing),
    "library": ("/library?part=statistics", _choose_map),
}


def main(folder: Path = FOLDER) -> None:
    """Draw each page as it stands after a person has come to it."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as library, a_browser() as browser:
        ingest_paths([CORPUS], Path(library))
        port = free_port(unused_port())
        with running(Path(library), port):
            page = browser.new_page(viewport=_SIZE, locale="zh-CN")
            for name, (address, act) in PICTURES.items():
                page.goto(f"http://localhost:{port}{address}")
                page.locator('[data-testid="stMain"] h1').first.wait_for(timeout=60_000)
                settle(page)
                act(page)
                settle(page)
                page.wait_for_timeout(500)  # what is scrolled or unfolded smoothly
                (folder / f"{name}.png").write_bytes(_small(page.screenshot()))
                print(folder / f"{name}.png")


def _small(picture: bytes) -> bytes:
    """The picture in as many colours as its size allows."""
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    written = b""
    for colours in _COLOURS:
        file = io.BytesIO()
        whole.quantize(colours, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        written = file.getvalue()
        if len(written) <= _LARGEST:
            break
    return written


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
