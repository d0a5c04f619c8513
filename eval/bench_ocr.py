"""How fast scans are read, beside plain rapidocr on the same pages in the same run: `python -m eval.bench_ocr [FILE...]`.

Without files, the first pages of the PDF digests in corpus/ are rendered and read as scans.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pypdfium2
from rapidocr import RapidOCR

from ingest.readers.scans.engine import thread_count
from ingest.readers.scans.page_image import PageImage, image_pages, rendered_page
from ingest.readers.scans.scan import recognise_page

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PAGES_OF_A_FILE = 3
ROUNDS = 3
LIMIT_SECONDS, LIMIT_RATIO = 6.0, 1.5


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds for one page, the best of all rounds."""

    page: str
    plain: float
    ours: float


def main(files: Sequence[str]) -> int:
    """Print a line for each page, and the ratio of all; 1 where a limit is not kept."""
    paths = [Path(file) for file in files] or sorted(CORPUS.glob("*.pdf"))
    plain = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # lines are not turned one by one: we look at the page
            "EngineConfig.onnxruntime.intra_op_num_threads": thread_count(),
        }
    )
    timings: list[Timing] = []
    for name, image in _pages(paths):
        read_plain = partial(plain, np.ascontiguousarray(image.pixels[:, :, ::-1]))
        read_ours = partial(recognise_page, image, name)
        read_plain(), read_ours()  # both have their models loaded before the clock runs
        # In turns, so that whatever else the machine does falls on both.
        rounds = [(_seconds(read_plain), _seconds(read_ours)) for _ in range(ROUNDS)]
        timings.append(Timing(name, min(p for p, _ in rounds), min(o for _, o in rounds)))
        print(f"{name}：rapidocr {timings[-1].plain:.2f} 秒，本程序 {timings[-1].ours:.2f} 秒")
    if not timings:
        print("没有可读的页")
        return 1
    seconds = statistics.mean(t.ours for t in timings)
    ratio = sum(t.ours for t in timings) / sum(t.plain for t in timings)
    print(f"平均每页 {seconds:.2f} 秒（上限 {LIMIT_SECONDS}），为 rapidocr 的 {ratio:.2f} 倍（上限 {LIMIT_RATIO}）")
    return 0 if seconds <= LIMIT_SECONDS and ratio <= LIMIT_RATIO else 1


def _pages(paths: Sequence[Path]) -> Iterator[tuple[str, PageImage]]:
    for path in paths:
        if path.suffix.lower() != ".pdf":
            yield from ((f"{path.name} {image.number}", image) for image in image_pages(path))
            continue
        document = pypdfium2.PdfDocument(path)
        for number in range(min(PAGES_OF_A_FILE, len(document))):
            yield f"{path.name} {number + 1}", rendered_page(document[number], number + 1)
        document.close()


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
