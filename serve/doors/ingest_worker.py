"""A run of ingest in a process of its own, so that questions are answered meanwhile: `… LIBRARY PATH...`.

Standard output has one JSON object a line: {"progress"}, and last {"report"}, {"error"} or {"stopped"}. Who started it
stops it by closing its standard input, as does its own end.
"""

from __future__ import annotations

import _thread
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from index.update import Stage, ingest_paths
from ingest.errors import PolicyError
from serve.contract import JsonObject, ingest_object
from serve.shell import only_json_on_stdout, quieten


def run(library: Path, paths: Sequence[Path], out: TextIO) -> None:
    """Take the paths in, and say on `out` how far it is and what came of it."""

    def say(value: JsonObject) -> None:
        print(json.dumps(value), file=out, flush=True)

    def progress(stage: Stage, done: int, total: int, item: str = "") -> None:
        say({"progress": {"stage": stage.value, "done": done, "total": total, "item": item or None}})

    try:
        stop_with_standard_input()
        report = ingest_paths(paths, library, progress=progress)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what comes now comes too late
    except KeyboardInterrupt:  # what was read is kept, and the next run goes on from there
        say({"stopped": True})
    except PolicyError as error:
        say({"error": str(error)})
    else:
        say({"report": ingest_object(report), "notes": list(report.notes)})


def stop_with_standard_input() -> None:
    """Interrupt this program, as Ctrl+C does, when its standard input ends."""

    def wait() -> None:
        while os.read(0, 1):  # not sys.stdin: its lock would be held when the program ends
            pass
        if hasattr(signal, "pthread_kill"):  # also wakes what waits for the system
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        else:
            _thread.interrupt_main()

    threading.Thread(target=wait, daemon=True).start()


def main() -> None:
    """Run the command."""
    quieten()
    library, *paths = map(Path, sys.argv[1:])
    with only_json_on_stdout() as out:
        run(library, paths, out)


if __name__ == "__main__":
    main()
