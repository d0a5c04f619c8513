from __future__ import annotations

from pathlib import Path

import pytest

from serve import launch
from serve.access.model import LOCAL
from serve.launch import Service, serve_all
from web import sign_in


def test_the_page_lets_nobody_in_without_users_where_others_are_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "_has_provider", lambda: False)
    monkeypatch.delenv(launch.SERVED_VARIABLE, raising=False)
    assert sign_in._known(tmp_path) is LOCAL
    monkeypatch.setenv(launch.SERVED_VARIABLE, "1")
    assert sign_in._known(tmp_path) is None


@pytest.mark.parametrize(("host", "told"), [("localhost", ""), ("127.0.0.1", ""), ("0.0.0.0", "1")])
def test_the_app_is_told_whether_others_reach_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, told: str
) -> None:
    seen = {}
    monkeypatch.setattr(launch, "run_parts", lambda parts, environment, say: seen.update(environment) or 0)
    said: list[str] = []
    assert serve_all(Service(tmp_path, host, 8501, 8701), said.append) == 0
    assert seen[launch.SERVED_VARIABLE] == told
    assert seen["JUDIAN_LIBRARY"] == str(tmp_path.resolve())
    assert any("HTTPS" in line for line in said) is bool(told)
