"""Text in pixels, found and read by PP-OCR models that are part of the rapidocr wheel; loaded once per process."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IngestError
from ingest.readers.scans.page_image import Pixels

logger = logging.getLogger(__name__)

Corners = NDArray[np.float32]
"""float32 [4, 2]: x and y of a piece of text, from its own top left clockwise."""

_LINES_AT_ONCE = 2  # lines of one length; more take memory and are no faster on a processor
MOST_THREADS = 4  # more do not make a page faster


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """A piece of text on one baseline, as the model read it."""

    text: str
    confidence: float  # 0..1
    corners: Corners


class TextEngine:
    """Finds and reads text in grey pixels, dark on white."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def find(self, grey: Pixels) -> list[Corners]:
        """Where text stands in uint8 [h, w]."""
        found = self._engine(_three_channels(grey), use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        return [] if boxes is None else [np.asarray(box, dtype=np.float32) for box in boxes]

    def read(self, grey: Pixels, places: Sequence[Corners]) -> list[Fragment]:
        """What stands at each place; a place where nothing can be read gives an empty text."""
        if not places:
            return []
        crops = self._engine.crop_text_regions(_three_channels(grey), [place.copy() for place in places])
        readable = [i for i, crop in enumerate(crops) if min(crop.shape[:2]) > 1]
        if not readable:
            return []
        result = self._engine.recognize_txt([crops[i] for i in readable])
        return [
            Fragment(str(text), float(score), places[i])
            for i, text, score in zip(readable, result.txts, result.scores, strict=True)
        ]


def text_engine(source: str) -> TextEngine:
    """The engine of this process; raises IngestError naming `source` where rapidocr is not installed."""
    try:
        return _loaded()
    except ImportError as error:
        problem = "只有图像，需要文字识别，但没有安装识别组件（rapidocr）"
        raise IngestError(source, problem, "请运行 pip install rapidocr，或改用带文字层的文件") from error


@cache
def _loaded() -> TextEngine:
    from rapidocr import RapidOCR

    threads = thread_count()
    logger.info("loading the models for text in images, %d threads", threads)
    return TextEngine(
        RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.text_score": 0.0,  # nothing is thrown away unseen: scan.py names what is doubtful
                "Global.max_side_len": 100_000,  # sizes are chosen in scan.py
                "Global.width_height_ratio": -1,
                "Det.limit_type": "max",
                "Det.limit_side_len": 100_000,
                "Rec.rec_batch_num": _LINES_AT_ONCE,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
    )


def thread_count() -> int:
    """One beside other worker processes, which share the cores already; else as many as there are cores."""
    if multiprocessing.parent_process() is not None:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_THREADS)


def _three_channels(grey: Pixels) -> Pixels:
    return np.repeat(grey[:, :, None], 3, axis=2)
