"""Which language model words answers: the one that the environment names, or none."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from qa.phrasing.model import LanguageModelSettingsError

URL_VARIABLE = "JUDIAN_LLM_URL"
MODEL_VARIABLE = "JUDIAN_LLM_MODEL"
KEY_VARIABLE = "JUDIAN_LLM_KEY"
TIMEOUT_VARIABLE = "JUDIAN_LLM_TIMEOUT"

_ENDPOINT = "/chat/completions"  # people copy the whole address of the call


@dataclass(frozen=True, slots=True)
class LanguageModelSettings:
    """A server that speaks the OpenAI chat completion API, and the bounds of one question to it."""

    url: str  # http://127.0.0.1:11434/v1
    model: str
    key: str = field(default="", repr=False)  # "": the server wants none
    connect_seconds: float = 5.0
    seconds: float = 60.0  # from the question to the end of the reply
    characters: int = 6000  # of the reply
    bytes: int = 4_000_000  # of the reply on the wire, whatever is in it
    tokens: int = 4096  # asked of the server; models that think aloud need them


def settings_of(environment: Mapping[str, str] = os.environ) -> LanguageModelSettings | None:
    """The language model that the environment names; None where it names neither address nor model.

    Raises LanguageModelSettingsError where only one of the two is there, or what is there cannot be used. No error
    holds the key or the address: people put keys into addresses too.
    """
    url, model, key, seconds = (
        environment.get(name, "").strip() for name in (URL_VARIABLE, MODEL_VARIABLE, KEY_VARIABLE, TIMEOUT_VARIABLE)
    )
    if not url and not model:
        return None
    if not url or not model:
        missing = MODEL_VARIABLE if url else URL_VARIABLE
        raise LanguageModelSettingsError(
            missing, "没有设置", f"语言模型要同时设置 {URL_VARIABLE} 和 {MODEL_VARIABLE}；不用语言模型，两个都去掉"
        )
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise LanguageModelSettingsError(
            KEY_VARIABLE, "密钥里有空格、中文或不可见的字符", "请重新复制密钥，只要密钥本身"
        )
    settings = LanguageModelSettings(_base_url(url), model, key)
    return settings if not seconds else _within(settings, seconds)


def _base_url(url: str) -> str:
    """The address that the calls begin with."""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number, a bracket left open
        parts, named = urlsplit(""), False
    if not url.isascii() or not url.isprintable() or " " in url or parts.scheme not in ("http", "https") or not named:
        raise LanguageModelSettingsError(
            URL_VARIABLE, "不是 http:// 或 https:// 开头的地址", "请写成 http://127.0.0.1:11434/v1 的样子"
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise LanguageModelSettingsError(
            URL_VARIABLE, "地址里带有账号或参数", f"地址请写到 /v1 为止，密钥放进 {KEY_VARIABLE}"
        )
    return url.rstrip("/").removesuffix(_ENDPOINT).rstrip("/")


def _within(settings: LanguageModelSettings, seconds: str) -> LanguageModelSettings:
    """The settings with the time that a reply may take."""
    try:
        limit = float(seconds)
    except ValueError:
        limit = math.nan
    if not 1 <= limit <= 3600:
        raise LanguageModelSettingsError(TIMEOUT_VARIABLE, "不是 1 到 3600 之间的秒数", "请写成 60 的样子，或去掉它")
    return LanguageModelSettings(
        settings.url, settings.model, settings.key, min(settings.connect_seconds, limit), limit
    )
