"""Names that Windows keeps for devices: no file can be called so there, whatever its ending and case."""

from __future__ import annotations

import re

# matches   CON | con.txt | Nul | COM1.docx | LPT9
# rejects   CONTRACT.txt | COM10 | 表.con
_DEVICE = re.compile(r"(?i)(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]|CONIN\$|CONOUT\$)\s*(?:\.|$)")


def is_device_name(name: str) -> bool:
    """Whether a file of this name would be a device on Windows."""
    return _DEVICE.match(name) is not None
