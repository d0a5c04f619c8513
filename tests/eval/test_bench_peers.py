"""The comparison with other programs: chance, timing in turns, what is kept between runs, and the tables."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from eval.bench_peers import main
from eval.declared import EvalError
from eval.peers.asking import Effort, answers_of_all, time_together
from eval.peers.collection import Question, write_collection, write_question_vectors
from eval.peers.measured import MEASURES, Built, PeerResult, Quality, Speed, load_result, save_result
from eval.peers.measuring import Comparison
from eval.peers.model import Found, Mode, Passage
from eval.peers.registry import peer_named
from eval.peers.significance import sign_flip_p
from eval.peers.tables import as_markdown, cost_lines, figures, ranking_lines, write_between_marks

OURS = PeerResult(
    "judian",
    "Judian",
    quality={Mode.WORDS: Quality({name: [0.5] * 20 for name in MEASURES})},
    speed={Mode.WORDS: Speed(20, 2.0, 4.0, 2.0, 4.0)},
    built=Built(10.0, 300.0, 70.0),
    resident_mb=150.0,
)
OTHER = PeerResult(
    "other",
    "Other",
    {"other": "1.0"},
    quality={Mode.WORDS: Quality({name: [0.25] * 20 for name in MEASURES})},
    speed={Mode.WORDS: Speed(20, 5.0, 6.0, 2.5, 4.0)},
    built=Built(5.0, 100.0, None),
    resident_mb=90.0,
)


class ScriptedWorker:
    """A peer that takes a set time and finds the question's own number."""

    def __init__(self, milliseconds: float, journal: list[str], name: str) -> None:
        self._milliseconds, self._journal, self._name = milliseconds, journal, name

    def reply(self) -> dict[str, float]:
        return {}

    def ask(self, questions: Sequence[int], k: int, modes: Sequence[Mode]) -> tuple[list[Found], list[float]]:
        self._journal.append(self._name)
        return [{mode: [str(q)] for mode in modes} for q in questions], [self._milliseconds] * len(questions)


def nothing(stage: str, done: int, total: int) -> None:
    pass


def test_a_steady_difference_is_no_chance_and_a_balanced_one_is() -> None:
    assert sign_flip_p([0.6] * 30, [0.5] * 30) < 0.001
    assert sign_flip_p([0.6, 0.4] * 15, [0.5] * 30) > 0.5
    assert sign_flip_p([0.5] * 30, [0.5] * 30) == 1.0


def test_both_answer_the_same_blocks_and_take_turns_at_being_first() -> None:
    journal: list[str] = []
    theirs, ours = ScriptedWorker(6.0, journal, "theirs"), ScriptedWorker(3.0, journal, "ours")
    speed = time_together(theirs, ours, Mode.WORDS, 1000, Effort(questions=40), nothing)  # type: ignore[arg-type]
    assert journal == ["theirs", "ours", "theirs", "ours", "ours", "theirs"]  # the first two only warm
    assert speed == Speed(40, 6.0, 6.0, 3.0, 3.0)


def test_a_slow_pair_is_stopped_once_it_has_enough() -> None:
    journal: list[str] = []
    worker = ScriptedWorker(6.0, journal, "theirs")
    effort = Effort(questions=200, at_least=60, seconds=0.0)
    assert time_together(worker, None, Mode.WORDS, 1000, effort, nothing).questions == 60  # type: ignore[arg-type]


def test_every_question_is_answered_once_in_order() -> None:
    workers = [ScriptedWorker(1.0, [], "one"), ScriptedWorker(1.0, [], "two")]
    found = answers_of_all(workers, 47, [Mode.WORDS], nothing)  # type: ignore[arg-type]
    assert [one[Mode.WORDS] for one in found] == [[str(i)] for i in range(47)]


def test_a_result_is_read_back_as_it_was_kept(tmp_path: Path) -> None:
    save_result(tmp_path, OTHER)
    assert load_result(tmp_path, "other") == OTHER
    assert load_result(tmp_path, "judian") is None


def test_a_result_of_another_version_is_measured_again(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"name": "other", "gone": 1}', encoding="utf-8")
    assert load_result(tmp_path, "other") is None


def test_the_tables_lay_each_peer_beside_ours() -> None:
    rankings, costs = ranking_lines([OURS, OTHER]), cost_lines([OURS, OTHER])
    assert rankings.rows[0][:6] == ("Judian", "words", "0.500", "0.500", "0.500", "–")
    assert rankings.rows[1] == (
        "Other", "words", "0.250", "0.250", "0.250", "-0.250", "<0.001", "5.0", "6.0", "2.00", "1.50",
    )  # fmt: skip
    assert costs.rows[1] == ("Other", "5.0", "0.50", "100", "–", "90", "–", "other 1.0")
    assert as_markdown(costs).splitlines()[1].startswith("| --- | ---: |")
    assert figures([OURS, OTHER])["other"]["quality"] == {"words": dict.fromkeys(MEASURES, 0.25)}  # type: ignore[index]


def test_the_page_changes_between_its_marks_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("前\n<!-- peers: begin -->\n旧\n<!-- peers: end -->\n后\n", encoding="utf-8")
    write_between_marks(page, r"新 \1")
    assert page.read_text(encoding="utf-8") == "前\n<!-- peers: begin -->\n新 \\1\n<!-- peers: end -->\n后\n"
    page.write_text("没有标记", encoding="utf-8")
    with pytest.raises(EvalError, match="没有放表格的位置"):
        write_between_marks(page, "新")


def test_without_the_collection_it_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--bench", str(tmp_path)]) == 1
    assert "corpus.jsonl" in capsys.readouterr().err.replace("\n", "")


def test_an_unknown_peer_is_refused() -> None:
    with pytest.raises(EvalError, match="fts5-trigram"):
        peer_named("elastic")


def test_a_process_that_serves_a_peer_carries_nothing_of_ours() -> None:
    code = "import sys, eval.peers.worker; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8").stdout
    assert not {"index", "qa", "ingest.documents", "faiss", "haystack", "lancedb"} & set(loaded.split())


@pytest.mark.slow
def test_a_peer_is_built_judged_and_timed_beside_ours_and_then_kept(tmp_path: Path) -> None:
    things = "犬只 摊位 路灯 井盖 围墙 果树 水井 渔船".split()
    passages = [Passage(f"p{i}", f"公物管理法第{i}条", f"{thing}由管理站登记。") for i, thing in enumerate(things)]
    collection = write_collection(
        tmp_path,
        passages,
        np.eye(8, 16, dtype=np.float32),
        [Question(f"q{i}", f"{thing}由管理站") for i, thing in enumerate(things)],
    )
    write_question_vectors(tmp_path, np.eye(8, 16, dtype=np.float32))
    (tmp_path / "indexes").mkdir()
    told: list[str] = []
    comparison = Comparison(
        collection,
        {f"q{i}": {f"p{i}": 1} for i in range(8)},
        peer_named("fts5-jieba"),
        tmp_path / "results",
        tmp_path / "indexes",
        lambda stage, done, total: told.append(stage),
    )
    ours = comparison.measure(peer_named("fts5-jieba"), False, Effort(8))
    assert (ours.problem, ours.quality[Mode.WORDS].mean("nDCG@10")) == (None, 1.0)
    theirs = comparison.measure(peer_named("fts5-trigram"), False, Effort(8))
    assert (theirs.problem, theirs.quality[Mode.WORDS].mean("R@10")) == (None, 1.0)
    assert theirs.speed[Mode.WORDS].questions == 8 and theirs.built is not None and theirs.resident_mb > 1
    told.clear()
    assert comparison.measure(peer_named("fts5-trigram"), False, Effort(8)) == theirs
    assert told == []
