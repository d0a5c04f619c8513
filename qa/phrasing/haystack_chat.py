"""The language model behind Haystack's OpenAI-compatible chat generator: the one module here that touches a network.

Nothing imports it before a model is set: Haystack's generator alone costs more time than a question does.
"""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread

import certifi
import httpx
import openai
from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.dataclasses import ChatMessage, StreamingChunk
from haystack.utils import Secret

from qa.phrasing.model import LanguageModelError, Message, Role
from qa.phrasing.settings import KEY_VARIABLE, MODEL_VARIABLE, TIMEOUT_VARIABLE, URL_VARIABLE, LanguageModelSettings

_logger = logging.getLogger(__name__)

# What a call needs. The client would add what it finds in OPENAI_ORG_ID, OPENAI_PROJECT_ID and OPENAI_CUSTOM_HEADERS,
# which were set for somebody else, and a description of this machine.
_SENT_HEADERS = frozenset({"host", "content-type", "content-length", "accept", "connection", "authorization"})
_MAKERS = {Role.SYSTEM: ChatMessage.from_system, Role.USER: ChatMessage.from_user}
_CHECK_URL = f"请检查 {URL_VARIABLE} 的地址和那里的服务"


class _TooLongError(httpx.TransportError):
    """The reply is longer than any answer could be."""


class _Bounded(httpx.SyncByteStream):
    """A reply that ends with an error past a number of bytes."""

    def __init__(self, stream: httpx.SyncByteStream, most: int) -> None:
        self._stream, self._most = stream, most

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        for part in self._stream:
            read += len(part)
            if read > self._most:
                raise _TooLongError("too long")
            yield part

    def close(self) -> None:
        """End the reply."""
        self._stream.close()


class _Transport(httpx.HTTPTransport):
    """Sends what the settings say and nothing from the environment: no proxy, no other key, no further headers."""

    def __init__(self, settings: LanguageModelSettings) -> None:
        # Plain HTTP needs no certificates, and loading them takes longer than connecting.
        super().__init__(verify=_trusted() if settings.url.startswith("https:") else False, trust_env=False)
        self._settings = settings

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One call; replies are not compressed, so that what is read is what is counted."""
        headers = {k: v for k, v in request.headers.items() if k.lower() in _SENT_HEADERS - {"authorization"}}
        if self._settings.key:
            headers["authorization"] = f"Bearer {self._settings.key}"
        request.headers = httpx.Headers(headers | {"accept-encoding": "identity", "user-agent": "judian"})
        request.extensions["timeout"] = request.extensions.get("timeout", {}) | {
            "connect": self._settings.connect_seconds
        }
        response = super().handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise httpx.DecodingError("compressed")
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _Bounded(response.stream, self._settings.bytes)
        return response


def _trusted() -> ssl.SSLContext:
    """Certificates that the system trusts, with the usual public ones: an office's server is signed by the office."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class _StoppedError(Exception):
    """Nobody waits for the rest of the reply."""


class _End:
    """Stands behind the last piece."""


class HaystackChatModel:
    """A chat model on any server that speaks the OpenAI chat completion API."""

    def __init__(self, settings: LanguageModelSettings, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing is connected yet."""
        self._settings, self._clock = settings, clock
        # At DEBUG and INFO these print headers, bodies and addresses: whatever a server says of a key would be in a log.
        for name in ("openai", "httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)

    def pieces(self, messages: Sequence[Message], *, streamed: bool) -> Iterator[str]:
        """The reply as it comes; LanguageModelError when it does not come whole within the bounds.

        The call runs in a thread of its own, so that a server which sends a byte now and then cannot hold anybody past
        the time set: no timeout of a single read ends that.
        """
        coming: SimpleQueue[str | BaseException | type[_End]] = SimpleQueue()
        stopped = Event()
        generator = self._generator()
        deadline = self._clock() + self._settings.seconds
        Thread(
            target=_fetch, args=(generator, messages, streamed, coming, stopped), name="language-model", daemon=True
        ).start()
        try:
            yield from self._received(coming, deadline)
        finally:
            stopped.set()
            client = generator.client
            if client is not None:  # ends a call that still reads
                client.close()

    def _generator(self) -> OpenAIChatGenerator:
        return OpenAIChatGenerator(
            api_key=Secret.from_token(self._settings.key or "none"),  # the client will have one; none is sent
            model=self._settings.model,
            api_base_url=self._settings.url,
            organization="",
            generation_kwargs={"temperature": 0, "max_tokens": self._settings.tokens},
            timeout=self._settings.seconds,
            max_retries=0,
            http_client_kwargs={"transport": _Transport(self._settings), "trust_env": False, "follow_redirects": False},
        )

    def _received(self, coming: SimpleQueue[str | BaseException | type[_End]], deadline: float) -> Iterator[str]:
        characters = 0
        while True:
            try:
                piece = coming.get(timeout=max(0.0, deadline - self._clock()))
            except Empty:
                raise self._too_slow() from None
            if piece is _End:
                return
            if isinstance(piece, BaseException):
                raise self._explained(piece) from None  # a server's own words, which may repeat the key, go no further
            if not isinstance(piece, str):  # a server may put anything where text belongs
                raise self._explained(TypeError())
            characters += len(piece)
            if characters > self._settings.characters:
                raise self._error("回答太长，没有尽头", f"请换一个模型（{MODEL_VARIABLE}）")
            yield piece
            if self._clock() > deadline:
                raise self._too_slow()

    def _too_slow(self) -> LanguageModelError:
        return self._error(
            f"{self._settings.seconds:g} 秒内没有答完", f"可以用 {TIMEOUT_VARIABLE} 多给些时间，或换一个快些的模型"
        )

    def _error(self, problem: str, remedy: str) -> LanguageModelError:
        _logger.info("language model: %s", problem)
        return LanguageModelError("语言模型", problem, remedy)

    def _explained(self, error: BaseException) -> LanguageModelError:
        """What went wrong, in our own words."""
        if isinstance(error, LanguageModelError):
            return error
        if isinstance(error, openai.APITimeoutError):
            if isinstance(error.__cause__, httpx.ConnectTimeout):
                return self._error("连不上（没有回应）", _CHECK_URL)
            return self._too_slow()
        if isinstance(error, openai.APIStatusError):
            return self._error(*_status_words(error.status_code))
        if _has_cause(error, _TooLongError):
            return self._error("回答太长，没有尽头", f"请换一个模型（{MODEL_VARIABLE}）")
        if _has_cause(error, ssl.SSLError):
            return self._error(
                "加密连接建立不起来（证书不可信，或那边不是 https）",
                f"请让管理员把服务的证书加进系统，或检查 {URL_VARIABLE}",
            )
        if _has_cause(error, httpx.ConnectError):
            return self._error("连不上", _CHECK_URL)
        if _has_cause(error, httpx.TransportError):
            return self._error("回答传到一半断了", _CHECK_URL)
        return self._error("返回的内容不是约定的格式", f"{_CHECK_URL}，它要兼容 OpenAI 的聊天接口")


def _fetch(
    generator: OpenAIChatGenerator,
    messages: Sequence[Message],
    streamed: bool,
    coming: SimpleQueue[str | BaseException | type[_End]],
    stopped: Event,
) -> None:
    """Put the pieces of one reply into the queue, then its end or what kept it from coming."""
    reasons: list[str | None] = []

    def on_chunk(chunk: StreamingChunk) -> None:
        if stopped.is_set():
            raise _StoppedError
        if chunk.finish_reason is not None:
            reasons.append(chunk.finish_reason)
        # An empty piece keeps the clock of who waits going while a model thinks aloud.
        coming.put(chunk.content or "")

    try:
        chat = [_MAKERS[message.role](message.text) for message in messages]
        replies = generator.run(chat, streaming_callback=on_chunk if streamed else None)["replies"]
        if not streamed:
            reasons.append(replies[0].meta.get("finish_reason"))
            coming.put(replies[0].text or "")
        coming.put(_unfinished(reasons) or _End)
    except BaseException as error:  # whatever a server can make the client raise; a thread has nobody else to tell
        coming.put(error)
    finally:
        generator.close()


def _unfinished(reasons: Sequence[str | None]) -> LanguageModelError | None:
    """None for a reply that its server calls finished."""
    reason = reasons[-1] if reasons else None
    if reason == "stop":
        return None
    if reason == "content_filter":
        return LanguageModelError("语言模型", "回答被它的服务方拦下了", "可以换一个模型")
    return LanguageModelError("语言模型", "回答没有说完", "可以再问一次，或换一个模型")


def _status_words(status: int) -> tuple[str, str]:
    """A status of HTTP as what is wrong and what to do."""
    if status in (401, 403):
        return f"不让访问（HTTP {status}）", f"请检查密钥 {KEY_VARIABLE}"
    if status == 404:
        return "地址或模型不存在（HTTP 404）", f"请检查 {URL_VARIABLE}（一般以 /v1 结尾）和 {MODEL_VARIABLE}"
    if status == 429:
        return "那边太忙，或用量到了上限（HTTP 429）", "请过一会儿再试"
    if 300 <= status < 400:
        return f"地址转到了别处（HTTP {status}），没有跟过去", f"请把 {URL_VARIABLE} 改成最后的地址"
    if status < 500:
        return f"那边不接受这个请求（HTTP {status}）", f"请检查 {MODEL_VARIABLE}"
    return f"那边出错了（HTTP {status}）", _CHECK_URL


def _has_cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    """Whether an error, or one that it came from, is of a kind."""
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False
