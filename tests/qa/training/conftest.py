from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.training.model import TrainingPack
from qa.training.pack import training_pack
from tests.qa.training.notices import TOPIC, written

DAY = date(2024, 3, 1)


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    folder = tmp_path_factory.mktemp("training")
    library = folder / "库"
    ingest_paths(written(folder / "文件"), library, embed=False)
    yield open_index(library)


@pytest.fixture(scope="session")
def pack(index: OpenIndex) -> TrainingPack:
    return training_pack(index, TOPIC, today=DAY)


@pytest.fixture(scope="session")
def notices_of_others() -> list[Path]:
    root = Path(__file__).resolve().parents[3]
    folders = (root / "tests/qa/held_out/notices", root / "eval/notices/practice", root / "corpus")
    return sorted(p for folder in folders for p in folder.glob("*.txt"))
