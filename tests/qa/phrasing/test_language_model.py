"""A real server on this machine, well and badly behaved: whatever it does, nobody loses the answer or waits past the bound."""

from __future__ import annotations

import gzip
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

import index as _telemetry_off  # noqa: F401  (before Haystack is imported)
from qa.model import Answer, Statement
from qa.phrasing.haystack_chat import HaystackChatModel
from qa.phrasing.model import LanguageModelError, Message, Role
from qa.phrasing.phrase import phrased
from qa.phrasing.settings import LanguageModelSettings
from tests.qa.phrasing.answers import GOOD, WITH_SUM, WITHOUT_SUM, passes_all, two_regions
from tests.qa.phrasing.chat_server import Behaviour, Call, ChatServer, chunk, completion, running, says

KEY = "sk-geheim-4711"
BOUNDS = LanguageModelSettings("", "模型", KEY, connect_seconds=0.3, seconds=10.0, characters=2000, bytes=60_000)
SHORT = 0.4  # seconds; for servers that would have us wait


def at(url: str, seconds: float = BOUNDS.seconds) -> HaystackChatModel:
    return HaystackChatModel(replace(BOUNDS, url=url, seconds=seconds))


def worded(server: ChatServer, *, streamed: bool, seconds: float = BOUNDS.seconds) -> tuple[Answer, list[Statement]]:
    shown: list[Statement] = []
    found = phrased(two_regions(), at(server.url, seconds), passes_all, on_sentence=shown.append if streamed else None)
    return found, shown


def note_of(found: Answer) -> str:
    """Why the wording was left alone; everything else has to be as it was."""
    before = two_regions()
    assert found.phrased == ()
    assert replace(found, notes=(), checked=0, dropped=()) == before
    [note] = found.notes
    assert note.startswith("没有采用语言模型的归纳（") and note.endswith("），答案照条款摘录")
    assert KEY not in note and "http://" not in note
    return note


@pytest.mark.parametrize("streamed", [False, True])
def test_a_good_reply_stands_beside_the_answer(streamed: bool) -> None:
    with running(says(GOOD)) as server:
        found, shown = worded(server, streamed=streamed)
    assert [s.citations for s in found.phrased] == [(WITH_SUM.clause_id,), (WITHOUT_SUM.clause_id,)]
    assert [s.text for s in found.phrased] == [line[:-3] for line in GOOD.split("\n")]
    assert shown == (list(found.phrased) if streamed else [])
    assert replace(found, phrased=(), notes=(), checked=0) == two_regions()
    assert (found.checked, found.dropped) == (2, ()) and "语言模型" in found.notes[0]
    [call] = server.calls
    assert call.streams is streamed and call.path == "/v1/chat/completions"
    assert call.headers["authorization"] == f"Bearer {KEY}"


def test_sentences_are_shown_while_the_model_still_writes() -> None:
    shown: list[Statement] = []

    def waits_to_be_shown(call: Call) -> None:
        call.open_stream()
        first, second = GOOD.split("\n")
        call.event(chunk(f"{first}\n"))
        for _ in range(100):
            if shown:
                break
            time.sleep(0.01)
        call.event(chunk(second if shown else "没有显示。[1]"))
        call.event(chunk(None, "stop"))

    with running(waits_to_be_shown) as server:
        found = phrased(two_regions(), at(server.url), passes_all, on_sentence=shown.append)
    assert len(found.phrased) == 2 and shown == list(found.phrased)


def refuses(status: int) -> Behaviour:
    # Real servers repeat the key they were given, in part or whole.
    body = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}", "code": "x"}}).encode()
    return lambda call: call.send(status, body, X_Request_Id=KEY)


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    ("status", "says_so"),
    [
        (400, "不接受"),
        (401, "不让访问"),
        (403, "不让访问"),
        (404, "不存在"),
        (429, "太忙"),
        (500, "出错"),
        (503, "出错"),
    ],
)
def test_a_status_of_failure_leaves_the_answer(status: int, says_so: str, streamed: bool) -> None:
    with running(refuses(status)) as server:
        found, _ = worded(server, streamed=streamed)
    note = note_of(found)
    assert says_so in note and f"HTTP {status}" in note
    assert len(server.calls) == 1


def test_a_redirect_is_not_followed_and_the_key_goes_nowhere_else() -> None:
    with (
        running(says(GOOD)) as elsewhere,
        running(lambda call: call.send(307, b"", Location=f"{elsewhere.url}/chat/completions")) as server,
    ):
        found, _ = worded(server, streamed=False)
    assert "HTTP 307" in note_of(found) and elsewhere.calls == []


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    found = phrased(two_regions(), at(f"http://127.0.0.1:{port}/v1"), passes_all)
    assert "连不上" in note_of(found)


def test_a_name_that_is_nowhere() -> None:
    found = phrased(two_regions(), at("http://name.invalid/v1", seconds=SHORT), passes_all)
    assert "连不上" in note_of(found) or "没有答完" in note_of(found)


def test_a_plain_server_under_an_https_address() -> None:
    with running(says(GOOD)) as server:
        found = phrased(two_regions(), at(server.url.replace("http:", "https:")), passes_all)
    assert "加密连接" in note_of(found) and server.calls == []


def says_nothing(call: Call) -> None:
    call.ending.wait(10)


def drips_headers(call: Call) -> None:
    call.write(b"HTTP/1.1 200 OK\r\n")
    while not call.ending.wait(0.05):
        call.write(b"X-Slow: 1\r\n")


def drips_remarks(call: Call) -> None:
    call.open_stream()
    while not call.ending.wait(0.05):
        call.write(b": still here\n\n")


def drips_a_body(call: Call) -> None:
    call.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    while not call.ending.wait(0.05):
        call.write(b" ")


def drips_words(call: Call) -> None:
    call.open_stream()
    while not call.ending.wait(0.05):
        call.event(chunk("啊"))


@pytest.mark.parametrize(
    ("behaviour", "streamed"),
    [
        (says_nothing, False),
        (says_nothing, True),
        (drips_headers, False),
        (drips_remarks, True),
        (drips_a_body, False),
        (drips_words, True),
    ],
)
def test_nobody_waits_past_the_bound(behaviour: Behaviour, streamed: bool) -> None:
    with running(behaviour) as server:
        started = time.monotonic()
        found, shown = worded(server, streamed=streamed, seconds=SHORT)
        waited = time.monotonic() - started
    assert f"{SHORT} 秒内没有答完" in note_of(found) and shown == []
    assert waited < 20  # each of these servers would go on without end


def test_a_server_that_takes_no_connection_is_given_up_soon() -> None:
    with full_house() as port:
        started = time.monotonic()
        found = phrased(two_regions(), at(f"http://127.0.0.1:{port}/v1"), passes_all)
    assert "连不上" in note_of(found)
    assert time.monotonic() - started < 30  # the time to connect, 5 seconds, not the minute for a reply


@contextmanager
def full_house() -> Iterator[int]:
    """A port whose queue of connections is full: further ones get no answer."""
    with socket.socket() as listening, socket.socket() as first, socket.socket() as second:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for one in (first, second):
            one.setblocking(False)
            one.connect_ex(listening.getsockname())
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(listening.getsockname()) == 0:
                pytest.skip("this system queues more connections than it was asked to")
        yield listening.getsockname()[1]


def writes_without_end(call: Call) -> None:
    call.open_stream()
    while True:
        call.event(chunk("仪征规定的补贴还有很多很多" * 10))


def repeats_without_end(call: Call) -> None:
    call.open_stream()
    while True:
        call.event(chunk(GOOD + "\n"))


def one_line_without_end(call: Call) -> None:
    call.open_stream()
    call.write(b"data: ")
    while True:
        call.write(b"x" * 1000)


def sends_a_mountain(call: Call) -> None:
    call.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
    while True:
        call.write(b" " * 10000)


@pytest.mark.parametrize(
    ("behaviour", "streamed"),
    [
        (writes_without_end, True),
        (repeats_without_end, True),
        (one_line_without_end, True),
        (sends_a_mountain, False),
        (says("很长" * 2000), False),
    ],
)
def test_a_reply_without_end_is_cut_off(behaviour: Behaviour, streamed: bool) -> None:
    with running(behaviour) as server:
        started = time.monotonic()
        found, _ = worded(server, streamed=streamed)
    assert "没有尽头" in note_of(found)
    assert time.monotonic() - started < 30  # not the minute for a reply


def breaks_off(call: Call) -> None:
    if call.streams:
        call.open_stream()
        call.event(chunk(GOOD))
        return  # no end of the reply, the connection simply closes
    call.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"choices":')
    call.handler.close_connection = True


def errs_midway(call: Call) -> None:
    call.open_stream()
    call.event(chunk(GOOD))
    call.event({"error": {"message": f"key {KEY} ran out"}})


@pytest.mark.parametrize(
    ("behaviour", "streamed", "says_so"),
    [
        (breaks_off, True, "没有说完"),
        (breaks_off, False, "断了"),
        (says(GOOD, finish="length"), True, "没有说完"),
        (says(GOOD, finish="length"), False, "没有说完"),
        (says(GOOD, finish="content_filter"), True, "拦下"),
        (errs_midway, True, "不是约定的格式"),
    ],
)
def test_a_reply_that_is_not_whole_is_not_used(behaviour: Behaviour, streamed: bool, says_so: str) -> None:
    with running(behaviour) as server:
        found, _ = worded(server, streamed=streamed)
    assert says_so in note_of(found)


def sends(payload: bytes, kind: str = "application/json", **headers: str) -> Behaviour:
    return lambda call: call.send(200, payload, kind, **headers)


CALLS_A_TOOL = completion(None)
CALLS_A_TOOL["choices"][0]["message"]["tool_calls"] = [
    {"id": "1", "type": "function", "function": {"name": "rm", "arguments": "{}"}}
]


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    "behaviour",
    [
        sends(b"<html>Login</html>", "text/html"),
        sends(b""),
        sends(b"null"),
        sends(b"[]"),
        sends(b"{}"),
        sends(b'{"choices": null}'),
        sends(b'{"choices": []}'),
        sends(b'{"choices": [{}]}'),
        sends(b'{"choices": [{"message": {"content": 5}, "finish_reason": "stop"}]}'),
        sends(b'{"choices": "\xff\xfe"}'),
        sends(b"data: {\n\ndata: not json\n\n", "text/event-stream"),
        sends(b'data: {"choices": [{"delta": 7}]}\n\n', "text/event-stream"),
        sends(b'data: {"choices": 7}\n\ndata: [DONE]\n\n', "text/event-stream"),
        sends(b"data: [DONE]\n\n", "text/event-stream"),
        sends(gzip.compress(b"0" * 9_000_000), Content_Encoding="gzip"),
        sends(json.dumps(CALLS_A_TOOL).encode()),
        says(""),
        says(" \n\n"),
    ],
)
def test_what_is_no_reply_leaves_the_answer(behaviour: Behaviour, streamed: bool) -> None:
    with running(behaviour) as server:
        found, shown = worded(server, streamed=streamed)
    note_of(found)
    assert shown == []


def test_a_server_without_a_key_gets_none_and_nothing_of_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "fremd")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer fremd\nX-Fremd: fremd")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://name.invalid/v1")
    with running(says(GOOD)) as server:
        found = phrased(two_regions(), HaystackChatModel(replace(BOUNDS, url=server.url, key="")), passes_all)
    assert found.phrased
    [call] = server.calls
    assert "authorization" not in call.headers
    assert "fremd" not in str(call.headers) + str(call.body)


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(says(GOOD)) as proxy, running(says(GOOD)) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        found, _ = worded(server, streamed=False)
    assert found.phrased and proxy.calls == [] and len(server.calls) == 1


@pytest.mark.parametrize("behaviour", [says(GOOD), refuses(401), refuses(500), errs_midway, breaks_off])
def test_the_key_is_in_no_log(behaviour: Behaviour, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with running(behaviour) as server:
        for streamed in (False, True):
            found, _ = worded(server, streamed=streamed)
            assert KEY not in str(found)
    assert KEY not in caplog.text
    assert not [r for r in caplog.records if r.name.startswith(("httpx", "httpcore", "openai"))]


def test_an_error_carries_no_words_of_the_server() -> None:
    with running(refuses(401)) as server:
        model = at(server.url)
        assert KEY not in repr(model)
        with pytest.raises(LanguageModelError) as caught:
            list(model.pieces([Message(Role.USER, "问")], streamed=False))
    error = caught.value
    assert KEY not in f"{error} {error!r}" and error.__cause__ is None and error.__suppress_context__


def test_who_stops_listening_leaves_no_thread_behind() -> None:
    with running(drips_words) as server:
        pieces = at(server.url).pieces([Message(Role.USER, "问")], streamed=True)
        next(iter(pieces))
        pieces.close()  # type: ignore[attr-defined]
        for _ in range(200):
            if not [t for t in threading.enumerate() if t.name == "language-model"]:
                break
            time.sleep(0.01)
        else:
            pytest.fail("the call still runs")
