"""The app's own process: Streamlit's command, which asks no other machine for anything and ends with the one that began it."""

from __future__ import annotations

import os
import signal
import sys
import threading

from serve.running.parts import stop_with_stdin

_LONGEST = 8.0  # seconds for sessions to end


def main() -> None:
    """Run `streamlit …` with our command line."""
    from streamlit import net_util
    from streamlit.web import cli

    # It would ask a server on the internet for this machine's address, where a page of another site calls.
    net_util.get_external_ip = lambda: None
    stop_with_stdin(_stop)
    sys.argv[0] = "streamlit"
    cli.main(prog_name="streamlit")


def _stop() -> None:
    """End as by a signal; for certain after a while."""
    threading.Timer(_LONGEST, lambda: os._exit(1)).start()
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGTERM)
    else:  # os.kill would end the process at once there
        signal.raise_signal(signal.SIGTERM)


if __name__ == "__main__":
    main()
