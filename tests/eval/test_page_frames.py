"""What a page waits for its server is counted from the frame with the question to the frame with the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("playwright")

from eval.page_frames import FrameWaits, watched

ASKED = b"\x0a$$ID-question\x12\x0f\xe8\xa1\xa5"
ANSWERED = b'{"html":"<p>..</p><section class=\\"answer answered\\""}'


class Emitter:
    """A page, or a connection of one: what is heard of it is told by `tell`."""

    def __init__(self) -> None:
        self.heard: dict[str, Callable[[Any], None]] = {}

    def on(self, event: str, hear: Callable[[Any], None]) -> None:
        self.heard[event] = hear

    def tell(self, event: str, value: object) -> None:
        self.heard[event](value)


def frames_of(*events: tuple[str, str | bytes]) -> FrameWaits:
    page, socket, waits = Emitter(), Emitter(), FrameWaits()
    watched(page, waits)  # type: ignore[arg-type]
    page.tell("websocket", socket)
    for event, payload in events:
        socket.tell(event, payload)
    return waits


def test_one_question_and_its_answer_are_one_wait_whatever_comes_between() -> None:
    waits = frames_of(
        ("framesent", ASKED),
        ("framereceived", b"new session"),
        ("framereceived", ANSWERED),
        ("framereceived", ANSWERED),
    )
    assert len(waits.seconds) == 1
    assert "1 次" in waits.told() and "不含浏览器画出来的时间" in waits.told()


def test_an_answer_without_a_question_is_no_wait() -> None:
    waits = frames_of(("framereceived", ANSWERED), ("framesent", "ping"), ("framereceived", ANSWERED.decode()))
    assert waits.seconds == [] and waits.told() == ""


def test_a_question_that_is_sent_again_is_counted_from_the_last_time() -> None:
    assert len(frames_of(("framesent", ASKED), ("framesent", ASKED), ("framereceived", ANSWERED)).seconds) == 1
