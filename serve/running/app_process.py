"""The app's own process: Streamlit's command, which asks no other machine for anything and ends with the one that began it."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from importlib import import_module

from serve.running.parts import stop_with_stdin
from serve.running.sign_in_page import told_in_chinese

_LONGEST = 8.0  # seconds for sessions to end
_LONGEST_WARMING = 10.0  # seconds; a library that takes longer to open is opened beside the first page
_WARMING = "web.warming"  # of the app, which is only started here and not imported, like app.py itself
_logger = logging.getLogger(__name__)


def main() -> None:
    """Run `streamlit …` with our command line: it says that it is well once a page can be drawn without waiting."""
    warming = threading.Thread(target=_warm_up, name="warm up", daemon=True)
    warming.start()
    from streamlit import net_util
    from streamlit.web import cli
    from streamlit.web.server.starlette import starlette_app
    from streamlit.web.server.starlette.starlette_auth_routes import create_auth_routes

    # It would ask a server on the internet for this machine's address, where a page of another site calls.
    net_util.get_external_ip = lambda: None
    starlette_app.create_auth_routes = told_in_chinese(create_auth_routes)  # type: ignore[assignment, attr-defined]
    stop_with_stdin(_stop)
    warming.join(_LONGEST_WARMING)
    sys.argv[0] = "streamlit"
    cli.main(prog_name="streamlit")


def _warm_up() -> None:
    try:
        import_module(_WARMING).warm_up()
    except Exception:  # whatever it is, the page meets it as well and says it to whoever opened it
        _logger.exception("the app could not be warmed up")


def _stop() -> None:
    """End as by a signal; for certain after a while."""
    threading.Timer(_LONGEST, lambda: os._exit(1)).start()
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGTERM)
    else:  # os.kill would end the process at once there
        signal.raise_signal(signal.SIGTERM)


if __name__ == "__main__":
    main()
