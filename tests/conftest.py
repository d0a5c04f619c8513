"""Which tests stay together where several processes share the work (make test WORKERS=2)."""

from __future__ import annotations

from collections import defaultdict

import pytest

# Files that read the same documents, which takes longer than all else they do.
TOGETHER = {"test_gold.py": "real documents", "test_readers_real_files.py": "real documents"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of a file together, and all that use a browser: two at a time would be slow for each other."""
    if not config.pluginmanager.hasplugin("xdist"):
        return
    files = defaultdict(list)
    for item in items:
        files[item.path].append(item)
    for path, tests in files.items():
        needs_browser = any("browser" in getattr(test, "fixturenames", ()) for test in tests)
        group = "browser" if needs_browser else TOGETHER.get(path.name, str(path))
        for test in tests:
            test.add_marker(pytest.mark.xdist_group(group))
