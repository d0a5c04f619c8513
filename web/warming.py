"""What the first page would wait for, done before anybody opens one: imports, the word lists, the model, the library."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from ingest.errors import PolicyError
from qa import recalling

# What Streamlit says of its parts being used before it runs, which is what is done here.
_TOLD_OF_EARLY_USE = (
    "streamlit.runtime.caching.cache_data_api",
    "streamlit.runtime.scriptrunner_utils.script_run_context",
)
_logger = logging.getLogger(__name__)


def warm_up() -> None:
    """Import all pages, open the library and ask it one question; what is wrong with it is left to the page to say."""
    with _without(_TOLD_OF_EARLY_USE):
        for page in import_module("web.shell").PAGES:
            import_module(page.module)
        from web.opened import opened_library

        try:
            opened = opened_library()
            if opened.documents:
                recalling.warm_up(opened.index, opened.sentence_vectors)
        except PolicyError as error:
            _logger.info("nothing to warm up: %s", error)


@contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """Keep these loggers from warning for a while."""
    loggers = [logging.getLogger(name) for name in names]
    for logger in loggers:
        logger.addFilter(_nothing)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(_nothing)


def _nothing(_: logging.LogRecord) -> bool:
    return False
