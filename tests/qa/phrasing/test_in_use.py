"""Off unless it is set: nothing is imported, nothing is sent; a wrong setting costs nobody an answer."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import PolicyError
from qa.phrasing.in_use import phrased_as_set, wording
from tests.qa.phrasing.answers import GOOD, WITH_SUM, WITHOUT_SUM, answer, clause_of, two_regions
from tests.qa.phrasing.chat_server import running, says

ROOT = Path(__file__).resolve().parents[3]
KEY = "sk-geheim-4711"
CLAUSES = clause_of(WITH_SUM, WITHOUT_SUM)


def test_without_a_setting_the_answer_is_the_same_object() -> None:
    given = two_regions()
    assert phrased_as_set(given, CLAUSES, environment={}) is given


def test_without_a_setting_neither_haystack_nor_a_client_is_imported() -> None:
    program = """
import sys
from qa.phrasing.in_use import phrased_as_set
from tests.qa.phrasing.answers import answer, two_regions
given = two_regions()
assert phrased_as_set(given, lambda clause_id: None) is given
assert phrased_as_set(answer(), lambda clause_id: None, environment={"JUDIAN_LLM_URL": "http://h", "JUDIAN_LLM_MODEL": "m"})
print([m for m in ("haystack", "openai", "httpx", "qa.phrasing.haystack_chat") if m in sys.modules])
"""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("JUDIAN_")} | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True, env=environment
    )
    assert ran.stdout.strip() == "[]"


def test_with_a_setting_the_answer_is_worded() -> None:
    with running(says(GOOD)) as server:
        found = phrased_as_set(
            two_regions(),
            CLAUSES,
            environment={"JUDIAN_LLM_URL": server.url, "JUDIAN_LLM_MODEL": "qwen2.5:7b", "JUDIAN_LLM_KEY": KEY},
        )
    assert len(found.phrased) == 2
    [call] = server.calls
    assert call.body["model"] == "qwen2.5:7b" and call.headers["authorization"] == f"Bearer {KEY}"


def test_a_plain_no_makes_no_call() -> None:
    with running(says(GOOD)) as server:
        no = answer()
        environment = {"JUDIAN_LLM_URL": server.url, "JUDIAN_LLM_MODEL": "m"}
        assert phrased_as_set(no, CLAUSES, environment=environment) is no
    assert server.calls == []


@pytest.mark.parametrize(
    ("environment", "says_so"),
    [
        ({"JUDIAN_LLM_URL": "http://h/v1"}, "JUDIAN_LLM_MODEL 没有设置"),
        ({"JUDIAN_LLM_MODEL": "m"}, "JUDIAN_LLM_URL 没有设置"),
        ({"JUDIAN_LLM_URL": "ftp://h", "JUDIAN_LLM_MODEL": "m"}, "JUDIAN_LLM_URL 不是 http"),
        ({"JUDIAN_LLM_URL": f"http://x:{KEY}@h", "JUDIAN_LLM_MODEL": "m"}, "带有账号"),
        ({"JUDIAN_LLM_URL": "http://h", "JUDIAN_LLM_MODEL": "m", "JUDIAN_LLM_KEY": f"{KEY} x"}, "密钥里有空格"),
    ],
)
def test_a_wrong_setting_becomes_a_note(environment: dict[str, str], says_so: str) -> None:
    found = phrased_as_set(two_regions(), CLAUSES, environment=environment)
    assert replace(found, notes=()) == two_regions()
    assert says_so in found.notes[-1] and KEY not in found.notes[-1]


def test_who_asks_for_it_outright_is_told_what_is_missing() -> None:
    with pytest.raises(PolicyError, match="JUDIAN_LLM_URL 和 JUDIAN_LLM_MODEL"):
        wording(True, CLAUSES, environment={})
    with pytest.raises(PolicyError, match="http"):
        wording(True, CLAUSES, environment={"JUDIAN_LLM_URL": "h", "JUDIAN_LLM_MODEL": "m"})


def test_who_does_not_want_it_gets_the_answer_as_it_is() -> None:
    with running(says(GOOD)) as server:
        environment = {"JUDIAN_LLM_URL": server.url, "JUDIAN_LLM_MODEL": "m"}
        given = two_regions()
        assert wording(False, CLAUSES, environment=environment)(given) is given
        assert server.calls == []
        assert wording(None, CLAUSES, environment=environment)(given).phrased
