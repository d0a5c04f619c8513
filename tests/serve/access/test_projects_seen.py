"""Projects of who may not read all they were made of: seen without the rest, and kept without losing it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.clause_index import OpenIndex
from ingest.errors import PolicyError
from qa.compare import compare
from qa.comparing.projects import Project, Remark, open_project, save_project
from qa.training.projects import Line, OwnWords, TrainingProject, open_training_project, save_training_project
from serve.access.gatekeeping import index_for
from serve.access.model import Reader, Role
from serve.access.projects_seen import COMPARING, TRAINING, project_with_closed, training_project_with_closed
from tests.serve.access.closed_library import GROUP, SECRETS, made_in, opened

EDITOR, TRUSTED = Reader("编辑", Role.EDITOR), Reader("人事编辑", Role.EDITOR, frozenset({GROUP}))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    return opened(made_in(tmp_path_factory.mktemp("closed"))[0])


@pytest.fixture(scope="module")
def clauses(whole: OpenIndex) -> tuple[str, str]:
    """A clause that everybody may read, and one of the closed notice."""
    ids = {d.document_number: d.document_id for d in (s.document for s in whole.library.documents())}
    return f"{ids['甲老干〔2024〕6号']}#一", f"{ids['乙老干〔2023〕9号']}#一"


def test_what_was_not_seen_stays_where_it_stood() -> None:
    stored = Project("甲", "补贴", clauses=("1", "密", "2", "3"), left_out=("密",))
    seen = replace(stored, clauses=("1", "2", "3"), left_out=())
    kept = project_with_closed(replace(seen, clauses=("1", "3", "4"), left_out=("2",)), stored, seen)
    assert (kept.clauses, kept.left_out) == (("1", "密", "3", "4"), ("密", "2"))
    assert project_with_closed(seen, stored, seen) == stored, "nothing edited, nothing changed"


def test_what_was_seen_and_taken_away_is_gone() -> None:
    stored = Project("甲", "补贴", hidden=("一", "密"), renamed=(("一", "壹"), ("密", "秘")))
    seen = replace(stored, hidden=("一",), renamed=(("一", "壹"),))
    kept = project_with_closed(replace(seen, hidden=(), renamed=()), stored, seen)
    assert (kept.hidden, kept.renamed) == (("密",), (("密", "秘"),))


def test_what_was_not_seen_is_not_overwritten_by_who_guesses_its_name() -> None:
    stored = Project("甲", "补贴", renamed=(("密", "秘"),), remarks=(Remark("秘", "乙", "核过"),))
    seen = replace(stored, renamed=(), remarks=())
    guessed = replace(seen, renamed=(("密", "我的"),), remarks=(Remark("秘", "乙", "改掉"),))
    assert project_with_closed(guessed, stored, seen) == stored


def test_a_remark_that_was_not_seen_goes_with_its_row() -> None:
    stored = Project(
        "甲", "补贴", renamed=(("一", "壹"),), remarks=(Remark("壹", "甲", "看"), Remark("壹", "密市", "密"))
    )
    seen = replace(stored, remarks=stored.remarks[:1])
    edited = replace(seen, renamed=(("一", "首"),), remarks=(Remark("首", "甲", "看"),))
    kept = project_with_closed(edited, stored, seen)
    assert set(kept.remarks) == {Remark("首", "甲", "看"), Remark("首", "密市", "密")}


def test_lines_and_words_of_closed_clauses_stay_in_material() -> None:
    stored = TrainingProject(
        "乙", "补贴", ("开", "密"), left_out=(Line("讲义", "密", "密句"), Line("讲义", "开", "句")),
        own_words=(OwnWords("密", "密句", "话"), OwnWords("开", "句", "话")),
    )  # fmt: skip
    seen = replace(stored, clauses=("开",), left_out=stored.left_out[1:], own_words=stored.own_words[1:])
    edited = replace(seen, questions=10, left_out=(), own_words=(OwnWords("密", "密句", "改掉"),))
    kept = training_project_with_closed(edited, stored, seen)
    assert (kept.clauses, kept.questions, kept.left_out) == (("开", "密"), 10, stored.left_out[:1])
    assert kept.own_words == stored.own_words[:1]


def test_an_editor_keeps_what_is_closed_and_is_told_nothing_of_it(
    whole: OpenIndex, clauses: tuple[str, str], tmp_path: Path
) -> None:
    theirs = index_for(whole, EDITOR)
    own, closed = clauses
    rows = {
        who: [r.aspect for r in compare(index, "党支部书记补贴").rows]
        for who, index in (("all", whole), ("editor", theirs))
    }
    secret = next(row for row in rows["all"] if row not in rows["editor"])
    stored = Project(
        "补贴", "党支部书记补贴", clauses=(own, closed), left_out=(closed,), hidden=(secret,),
        renamed=((secret, "蔚蓝一行"),), remarks=(Remark("蔚蓝一行", "乙", "8888 元待核"),),
    )  # fmt: skip
    save_project(tmp_path, stored)
    seen = COMPARING.read(tmp_path, "补贴", theirs)
    told = COMPARING.keep(tmp_path, replace(seen, left_out=(own,)), theirs)
    assert open_project(tmp_path, "补贴") == replace(stored, left_out=(closed, own))
    assert told == replace(seen, left_out=(own,)) and not any(s in str((seen, told)) for s in (*SECRETS, closed))


def test_who_may_read_all_of_it_changes_all_of_it(whole: OpenIndex, clauses: tuple[str, str], tmp_path: Path) -> None:
    for reader in (TRUSTED, Reader("管理员", Role.ADMIN)):
        save_training_project(tmp_path, TrainingProject("培训", "", clauses))
        TRAINING.keep(tmp_path, TrainingProject("培训", "补贴"), index_for(whole, reader))
        assert open_training_project(tmp_path, "培训") == TrainingProject("培训", "补贴")


def test_material_of_closed_clauses_alone_is_not_lost(
    whole: OpenIndex, clauses: tuple[str, str], tmp_path: Path
) -> None:
    save_training_project(tmp_path, TrainingProject("培训", "", clauses[1:]))
    told = TRAINING.keep(tmp_path, TrainingProject("培训", "补贴", clauses[:1]), index_for(whole, EDITOR))
    assert told.clauses == clauses[:1]
    assert set(open_training_project(tmp_path, "培训").clauses) == set(clauses)


def test_a_broken_project_is_replaced_by_who_may_read_all_alone(whole: OpenIndex, tmp_path: Path) -> None:
    (path := save_project(tmp_path, Project("甲", "补贴"))).write_text("{", encoding="utf-8")
    with pytest.raises(PolicyError, match="损坏"):
        COMPARING.keep(tmp_path, Project("甲", "党费"), index_for(whole, EDITOR))
    COMPARING.keep(tmp_path, Project("甲", "党费"), whole)
    assert open_project(tmp_path, "甲").topic == "党费" and path.exists()
