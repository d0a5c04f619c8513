"""The pages of an original: their pictures, the frames over them, and the buttons that turn and enlarge them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from ingest.model import Box, Clause
from web.page_picture import PagePicture
from web.shown_text import shown

MOST_AT_ONCE = 3  # pages of one clause that are shown together


def viewer_html() -> str:
    """The pane of the pages, with its buttons; the pictures come apart from it."""
    buttons = (
        ("data-turn", "-1", "上一页", "上一页"),
        ("data-turn", "1", "下一页", "下一页"),
        ("data-zoom", "-1", "缩小", "−"),
        ("data-zoom", "1", "放大", "＋"),
        ("data-zoom", "0", "适合宽度", "适宽"),
    )
    drawn = "".join(
        f'<button type="button" {kind}="{step}" aria-label="{label}">{sign}</button>'
        for kind, step, label, sign in buttons
    )
    return (
        '<section class="viewer" aria-label="原件页面">'
        f'<p class="turning">{drawn}<span class="which" role="status"></span></p>'
        '<div class="pages" tabindex="0" role="region" aria-label="原件页面，按加号减号缩放，左右方向键翻页">'
        '<div class="sheets"></div></div></section>'
    )


def sheets_html(pictures: Sequence[PagePicture]) -> str:
    """The pictures, each with an empty drawing over it that counts in points: the script puts the frames there."""
    return "".join(map(_sheet, pictures))


def _sheet(picture: PagePicture) -> str:
    address = f"data:{picture.media_type};base64,{b64encode(picture.image).decode('ascii')}"
    size = f"{picture.width:.1f} {picture.height:.1f}"
    note = f"。{shown(picture.note)}" if picture.note else ""
    return (
        f'<figure data-page="{picture.page}"><div class="sheet">'
        # Its size is known before it is drawn: what stands below does not move while it comes.
        f'<img src="{address}" alt="原件第 {picture.page} 页" width="{picture.width:.0f}" height="{picture.height:.0f}">'
        f'<svg viewBox="0 0 {size}" preserveAspectRatio="none" aria-hidden="true"></svg></div>'
        f"<figcaption>原件第 {picture.page} 页{note}</figcaption></figure>"
    )


def pages_of(clause: Clause) -> list[int]:
    """The pages a clause stands on, the first few of them."""
    pages = {box.page for box in clause.boxes}
    if not pages and clause.page is not None:
        pages = {clause.page}
    return sorted(pages)[:MOST_AT_ONCE]


def frame_numbers(frames: Sequence[Box]) -> list[list[float]]:
    """Frames as the page's script takes them: page, x, y, width, height in points."""
    return [[f.page, round(f.x0, 1), round(f.y0, 1), round(f.x1 - f.x0, 1), round(f.y1 - f.y0, 1)] for f in frames]
