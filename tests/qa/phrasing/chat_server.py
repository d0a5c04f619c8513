"""A server on this machine that speaks the OpenAI chat completion API, as well or as badly as a test wants."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Call"], None]


@dataclass
class Call:
    """One request, with the connection to answer it on."""

    handler: BaseHTTPRequestHandler
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    ending: threading.Event

    @property
    def streams(self) -> bool:
        return bool(self.body.get("stream"))

    def send(self, status: int, payload: bytes, kind: str = "application/json", **headers: str) -> None:
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", kind)
        self.handler.send_header("Content-Length", str(len(payload)))
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()
        self.handler.wfile.write(payload)

    def open_stream(self) -> None:
        self.handler.send_response(200)
        self.handler.send_header("Content-Type", "text/event-stream")
        self.handler.send_header("Connection", "close")
        self.handler.end_headers()
        self.handler.close_connection = True

    def write(self, raw: bytes) -> None:
        self.handler.wfile.write(raw)
        self.handler.wfile.flush()

    def event(self, value: object) -> None:
        self.write(f"data: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}\n\n".encode())


def chunk(content: str | None, finish: str | None = None) -> dict[str, Any]:
    delta = {} if content is None else {"content": content}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}


def completion(content: str | None, finish: str = "stop") -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}


def says(text: str, finish: str = "stop", size: int = 7) -> Behaviour:
    """A server that behaves: the text, in pieces where the client streams."""

    def behave(call: Call) -> None:
        if not call.streams:
            call.send(200, json.dumps(completion(text, finish), ensure_ascii=False).encode())
            return
        call.open_stream()
        for at in range(0, len(text), size):
            call.event(chunk(text[at : at + size]))
        call.event(chunk(None, finish))
        call.event("[DONE]")

    return behave


def words_the_findings(call: Call) -> None:
    """A server with a model that writes each finding it is sent in a sentence."""
    data = call.body["messages"][1]["content"]
    sent = json.loads(data[data.index("{") : data.rindex("}") + 1])["规定"]
    lines = [f"{'、'.join(f['须写明']) or '文件'}规定，{f['原文'].rstrip('。；')}。[{f['编号']}]" for f in sent]
    says("\n".join(lines))(call)


def refuses_all(call: Call) -> None:
    """A server in trouble."""
    call.send(500, b"{}")


@dataclass
class ChatServer:
    """A running server and the calls that it got."""

    url: str
    calls: list[Call] = field(default_factory=list)


@contextmanager
def running(behaviour: Behaviour) -> Iterator[ChatServer]:
    """A server at a free port of this machine."""
    ending = threading.Event()
    seen: list[Call] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            call = Call(self, self.path, {k.lower(): v for k, v in self.headers.items()}, body, ending)
            seen.append(call)
            try:
                behaviour(call)
            except OSError:  # the client has gone, as it should from a server that goes on without end
                self.close_connection = True

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield ChatServer(f"http://127.0.0.1:{server.server_address[1]}/v1", seen)
    finally:
        ending.set()
        server.shutdown()
        server.server_close()
