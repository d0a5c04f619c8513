"""What a page waits for its server: from the frame that carries a question to the one that carries the answer.

What the browser itself needs to draw it is not in it: on a shared machine that is the browser's own work, and in real life
it is another computer's.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from playwright.async_api import Page, WebSocket

_ASKED = b"question"  # the key of the box, in the frame that says what was typed
_ANSWERED = b'<section class=\\"answer'  # as it stands in the JSON of the block


@dataclass
class FrameWaits:
    """Seconds between question and answer, and bytes of the answers, of all pages."""

    seconds: list[float] = field(default_factory=list)
    received: int = 0

    def told(self) -> str:
        """A line; "" where nothing was looked at."""
        if not self.seconds:
            return ""
        waits = sorted(self.seconds)
        middle, late = waits[len(waits) // 2], waits[min(len(waits) - 1, int(len(waits) * 0.95))]
        return (
            f"网页等服务端：{len(waits)} 次，p50 {middle:.2f} 秒，p95 {late:.2f} 秒（不含浏览器画出来的时间）；"
            f"每次收到 {self.received / len(waits) / 1024:.0f} KB"
        )


def watched(page: Page, waits: FrameWaits) -> None:
    """Look at the frames of every connection that this page opens."""
    page.on("websocket", lambda socket: _watch(socket, waits))


def _watch(socket: WebSocket, waits: FrameWaits) -> None:
    sent: list[float] = []

    def on_sent(payload: str | bytes) -> None:
        if _ASKED in _bytes(payload):
            sent[:] = [time.perf_counter()]

    def on_received(payload: str | bytes) -> None:
        frame = _bytes(payload)
        if waits.seconds or sent:
            waits.received += len(frame)
        if sent and _ANSWERED in frame:
            waits.seconds.append(time.perf_counter() - sent.pop())

    socket.on("framesent", on_sent)
    socket.on("framereceived", on_received)


def _bytes(payload: str | bytes) -> bytes:
    return payload if isinstance(payload, bytes) else payload.encode("utf-8", "replace")
