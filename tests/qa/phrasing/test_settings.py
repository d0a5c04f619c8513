from __future__ import annotations

import pytest

from ingest.errors import PolicyError
from qa.phrasing.settings import LanguageModelSettings, settings_of

KEY = "sk-geheim-4711"
SET = {"JUDIAN_LLM_URL": "http://127.0.0.1:11434/v1", "JUDIAN_LLM_MODEL": "qwen2.5:7b"}


def test_no_setting_means_no_language_model() -> None:
    assert settings_of({}) is None
    assert settings_of({"JUDIAN_LLM_URL": " ", "JUDIAN_LLM_MODEL": "", "JUDIAN_LLM_KEY": KEY}) is None


def test_address_and_model_are_enough() -> None:
    settings = settings_of(SET)
    assert settings is not None
    assert (settings.url, settings.model, settings.key) == ("http://127.0.0.1:11434/v1", "qwen2.5:7b", "")


@pytest.mark.parametrize(
    "url", ["https://api.example.cn/v1/", "https://api.example.cn/v1/chat/completions", " https://api.example.cn/v1 "]
)
def test_the_address_may_be_that_of_the_call_itself(url: str) -> None:
    settings = settings_of(SET | {"JUDIAN_LLM_URL": url})
    assert settings is not None and settings.url == "https://api.example.cn/v1"


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:11434/v1",
        "localhost/v1",
        "ftp://host/v1",
        "file:///etc/passwd",
        "unix:/run/x.sock",
        "http://",
        "http:///v1",
        "http://host:x/v1",
        "http://[::1/v1",
        "http://ho st/v1",
        "http://主机/v1",
        "http://host/v1\r\nX: y",
    ],
)
def test_only_http_and_https_addresses_are_taken(url: str) -> None:
    with pytest.raises(PolicyError, match=r"JUDIAN_LLM_URL.*http"):
        settings_of(SET | {"JUDIAN_LLM_URL": url})


@pytest.mark.parametrize(
    "url", [f"http://u:{KEY}@host/v1", f"https://host/v1?key={KEY}", f"https://{KEY}@host/v1", f"https://host/#{KEY}"]
)
def test_a_key_inside_the_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(PolicyError) as caught:
        settings_of(SET | {"JUDIAN_LLM_URL": url})
    assert "JUDIAN_LLM_KEY" in str(caught.value)
    assert KEY not in f"{caught.value} {caught.value!r} {caught.value.args}"


@pytest.mark.parametrize("missing", sorted(SET))
def test_half_a_setting_says_which_half_is_missing(missing: str) -> None:
    with pytest.raises(PolicyError, match=f"{missing}：没有设置"):
        settings_of({name: value for name, value in SET.items() if name != missing})


@pytest.mark.parametrize("key", [f"{KEY}\nX-Other: 1", f"Bearer {KEY}", f"{KEY}密钥", f"{KEY}\x00"])
def test_a_key_that_is_no_key_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(PolicyError, match="JUDIAN_LLM_KEY") as caught:
        settings_of(SET | {"JUDIAN_LLM_KEY": key})
    assert KEY not in f"{caught.value} {caught.value!r} {caught.value.args}"


def test_the_key_is_in_no_repr() -> None:
    settings = settings_of(SET | {"JUDIAN_LLM_KEY": f" {KEY}\n"})
    assert settings is not None and settings.key == KEY
    assert KEY not in f"{settings} {settings!r}"


@pytest.mark.parametrize(("given", "seconds"), [("5", 5.0), ("600", 600.0), ("2.5", 2.5)])
def test_the_time_for_a_reply_can_be_set(given: str, seconds: float) -> None:
    settings = settings_of(SET | {"JUDIAN_LLM_TIMEOUT": given})
    assert settings is not None and settings.seconds == seconds and settings.connect_seconds <= seconds


@pytest.mark.parametrize("given", ["0", "-3", "1e9", "nan", "六十", "60s"])
def test_a_time_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(PolicyError, match="JUDIAN_LLM_TIMEOUT"):
        settings_of(SET | {"JUDIAN_LLM_TIMEOUT": given})


def test_bounds_are_there_without_being_set() -> None:
    settings = LanguageModelSettings("http://h/v1", "m")
    assert 0 < settings.connect_seconds < settings.seconds and settings.characters and settings.bytes
