from pathlib import Path

import numpy as np
import pytest

from eval import bench_scale, scale_serving
from eval.bench_scale import build, recall, table
from eval.scale_library import CLAUSES_OF_A_DOCUMENT, PERTURBED, SHARES, RealClauses, real_clauses, write_scale_library
from eval.scale_peers import measure_flat, measure_fts
from index.library import Library
from index.model import Filters

MODEL = "model"


@pytest.fixture(scope="module")
def real() -> RealClauses:
    draw = np.random.default_rng(2)
    vectors = draw.standard_normal((100, 16)).astype(np.float32)
    texts = tuple(f"第{i}条\u3000申请人应当在{i}日内提交材料。逾期不予受理；情况特殊的除外。" for i in range(100))
    return RealClauses(texts, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), MODEL)


@pytest.fixture(scope="module")
def folder(real: RealClauses, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made")
    write_scale_library(made, real, 5000)
    return made


def test_a_made_library_is_a_whole_one(folder: Path) -> None:
    with Library.open(folder) as library:
        assert library.clause_count() == 5000
        assert library.rows_without_vector(MODEL) == []
        documents = library.documents()
        assert len(documents) == 5000 / CLAUSES_OF_A_DOCUMENT
        for listed in documents[::20]:
            document = library.document(listed.document.document_id)
            assert all(document.text[slice(*clause.span)] == clause.text for clause in document.clauses)
        _, vectors = library.vectors(MODEL, library.clause_rows())
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=2e-3)
        assert len({stored.clause.text for stored in library.clauses(library.clause_rows())}) > 4000
        for name, share in SHARES.items():
            inside = len(library.documents(Filters(regions=(name,)))) / len(documents)
            assert inside == pytest.approx(share, abs=0.1)


def test_the_same_seed_makes_the_same_library(real: RealClauses, tmp_path: Path) -> None:
    for name in "ab":
        write_scale_library(tmp_path / name, real, 200)
    made = [Library.open(tmp_path / name) for name in "ab"]
    texts, vectors = zip(
        *(([s.clause for s in m.clauses(m.clause_rows())], m.vectors(MODEL, m.clause_rows())[1]) for m in made),
        strict=True,
    )
    assert texts[0] == texts[1]
    assert (vectors[0] == vectors[1]).all()


def test_a_made_library_can_be_what_the_next_is_made_of(folder: Path) -> None:
    again = real_clauses([folder], MODEL)
    assert (len(again.texts), again.vectors.shape) == (5000, (5000, 16))


def test_the_table_says_what_it_is_of(folder: Path, tmp_path: Path) -> None:
    built = build(folder, MODEL, anew=True)
    questions = ["逾期受理吗", "材料"]
    with Library.open(folder) as library:
        asked = np.eye(2, 16, dtype=np.float32)
        flat = measure_flat(library, MODEL, asked, scale_serving.FILTERS, 100, 10)
        fts = measure_fts(library, tmp_path, questions, 100)
    assert all(len(best) == 10 for best in flat.best["无筛选"])
    assert fts.bytes > 0
    times = {name: [1.0, 2.0] for name in scale_serving.FILTERS}
    served = scale_serving.Served(
        embed_question=[1.0],
        words=times,
        meaning=times,
        hybrid=times,
        meaning_processor=times,
        hybrid_processor=times,
        whole_search=[1.0],
        found=flat.best,
    )
    shown = table(built, served, 1.0, flat, fts)
    assert PERTURBED in shown and "5,000 条" in shown and "1.0000" in shown


def test_recall_counts_what_is_shared() -> None:
    assert recall([[1, 2], [3, 4]], [[1, 9], [3, 4]]) == 0.75
    assert recall([[]], [[]]) == 1.0  # nothing to find, nothing missed


def test_the_command_knows_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["bench_scale", "--clauses", "5", "--no-peers"])
    given = bench_scale._arguments()
    assert (given.clauses, given.peers, given.reuse) == (5, False, False)
