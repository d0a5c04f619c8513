"""Cut the font in tests/formats/fonts to the notice: python -m tests.formats.subset_font NotoSerifCJK-Regular.ttc."""

from __future__ import annotations

import sys
from pathlib import Path

from corpus.make.subset_fonts import subset
from tests.formats.notice import characters

if __name__ == "__main__":
    target = Path(__file__).parent / "fonts" / "NotoSerifSC-notice.ttf"
    subset(Path(sys.argv[1]), target, characters() + "— 0123456789")
