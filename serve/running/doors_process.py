"""The doors' own process: REST and MCP on one port, by uvicorn."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import uvicorn

from serve.running.doors_app import doors_app
from serve.running.parts import stop_with_stdin


def main() -> None:
    """Serve the library that JUDIAN_LIBRARY names at the host and port of the command line."""
    from serve.shell import quieten

    host, port = sys.argv[1], int(sys.argv[2])
    quieten()
    server = uvicorn.Server(
        uvicorn.Config(
            doors_app(Path(os.environ["JUDIAN_LIBRARY"]), host),
            host=host,
            port=port,
            access_log=False,  # who asked what is in the library's own log
            log_level="warning",
            server_header=False,
            proxy_headers=False,  # who sends a request is told by its key, never by an address in a header
            timeout_graceful_shutdown=5,
            timeout_keep_alive=30,
            limit_concurrency=512,
        )
    )

    def stop() -> None:
        server.should_exit = True

    stop_with_stdin(stop)
    server.run()


if __name__ == "__main__":
    main()
