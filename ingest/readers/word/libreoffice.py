"""LibreOffice as a converter: found where it is installed, run without a window, in a profile of its own.

A profile of its own keeps a run apart from the person's LibreOffice, which may be open, and from other runs at the
same time. Macros, updates of links and pictures from elsewhere are off in it: a notice must not reach out of itself.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

# Seconds: a notice takes about one on an idle machine, a handbook of pictures ten.
TIME_LIMIT, TIME_PER_MEGABYTE = 25.0, 8.0
PROGRAM_NAMES = ("soffice", "libreoffice", "soffice.com", "soffice.exe")
USUAL_PLACES = {
    "linux": ("/usr/bin", "/usr/local/bin", "/usr/lib/libreoffice/program", "/snap/bin", "/opt/libreoffice*/program"),
    "darwin": ("/Applications/LibreOffice*.app/Contents/MacOS", "~/Applications/LibreOffice*.app/Contents/MacOS"),
    "win32": ("LibreOffice*/program",),  # below each folder of programs
}
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Field"
 oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


class ConversionError(Exception):
    """LibreOffice gave no file; the message says why, in Chinese."""


def find_libreoffice() -> Path | None:
    """The program, on PATH or where its installers put it; None where it is not installed."""
    for name in PROGRAM_NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    for folder in _usual_folders():
        for name in PROGRAM_NAMES:
            if (folder / name).is_file():
                return folder / name
    return None


def _usual_folders() -> list[Path]:
    patterns = USUAL_PLACES.get(sys.platform, ())
    if sys.platform == "win32":
        roots = (os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"))
        bases = [Path(root) for root in roots if root]
        return [folder for base in bases for pattern in patterns for folder in sorted(base.glob(pattern), reverse=True)]
    found: list[Path] = []
    for pattern in patterns:
        path = Path(pattern).expanduser()
        found += sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))), reverse=True)
    return found


def convert_to_docx(program: Path, content: bytes, suffix: str, folder: str) -> Path:
    """The docx that LibreOffice makes of a file; `folder` is empty, and the caller's to remove.

    The file is read from a copy: LibreOffice puts a lock beside what it opens. Raises ConversionError.
    """
    home = Path(folder)
    original = home / f"notice{suffix}"
    original.write_bytes(content)
    profile = home / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    made = home / "made"
    _run(
        [
            str(program),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(made),
            str(original),
        ],
        home,
        TIME_LIMIT + TIME_PER_MEGABYTE * len(content) / (1 << 20),
    )
    converted = made / "notice.docx"
    if not converted.is_file():
        raise ConversionError("文件可能已损坏，或不是它认得的版本")
    return converted


def _run(command: list[str], folder: Path, seconds: float) -> None:
    # A session of its own: the program starts another one, and on a time-out both must end.
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise ConversionError(f"超过 {seconds:.0f} 秒仍未完成") from error
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
