from __future__ import annotations

import asyncio
import inspect

import pytest

import index as _telemetry_off  # noqa: F401  (before the first test imports Haystack)


def pytest_configure(config: pytest.Config) -> None:
    # Haystack's own contract tests carry this mark.
    config.addinivalue_line("markers", "asyncio: a coroutine, run to its end by this folder's conftest")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine; the plugin that would is not needed for anything else."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.obj).parameters}
    asyncio.run(pyfuncitem.obj(**arguments))
    return True
