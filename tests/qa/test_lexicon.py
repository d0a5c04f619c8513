from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.tokenizer import words_of
from qa.language.lexicon import (
    LAY_LEXICON,
    LEXICON_VARIABLE,
    OWN_LEXICON,
    LexiconError,
    lexicon_of,
    same_words,
    tokens_of_expansion,
    whole_words,
)


@dataclass(frozen=True)
class Folder:
    folder: Path


def own(tmp_path: Path, *lines: str) -> Folder:
    (tmp_path / OWN_LEXICON).write_text("\n".join(lines), encoding="utf-8")
    return Folder(tmp_path)


def weights(library: object, text: str) -> dict[str, float]:
    return {e.word: e.weight for e in lexicon_of(library).expansions_in(text)}


def test_the_projects_own_lists_have_no_broken_line() -> None:
    assert lexicon_of(None).problems == ()


def test_every_expansion_weighs_less_than_what_was_typed_and_names_it() -> None:
    expansions = lexicon_of(None).expansions_in("支书的辛苦费")
    assert {e.stands_for for e in expansions} == {"支书", "辛苦费"}
    assert all(0.0 < e.weight < 1.0 for e in expansions)
    assert "补贴" in {e.word for e in expansions}


def test_the_offices_word_weighs_more_than_another_lay_one() -> None:
    found = weights(None, "辛苦费")
    assert found["补贴"] > found["津贴"]
    assert found["补贴"] > found["劳务费"]


@pytest.mark.parametrize(
    ("text", "inner"),
    [("老干部局的电话", "老干部"), ("中国人民支书法展", "支书"), ("经费用完", "费用"), ("资金额", "金额")],
)
def test_a_word_within_other_words_is_not_meant(tmp_path: Path, text: str, inner: str) -> None:
    library = own(tmp_path, f"{inner}\t同义：甲乙丙丁")
    assert "甲乙丙丁" in weights(library, inner)
    assert "甲乙丙丁" not in weights(library, text)


def test_the_longest_entry_is_taken(tmp_path: Path) -> None:
    library = own(tmp_path, "高龄\t同义：长寿之人", "高龄津贴\t同义：敬老补助金")
    assert "敬老补助金" in weights(library, "高龄津贴多少")
    assert "长寿之人" not in weights(library, "高龄津贴多少")


def test_what_the_text_says_itself_is_no_expansion() -> None:
    assert "津贴" not in weights(None, "补贴和津贴")


def test_the_words_of_a_run_lie_one_behind_the_other() -> None:
    for run in ("党支部书记工作补贴标准", "中华人民共和国国务院办公厅", "辛苦费最少多少", "天天天天"):
        assert "".join(whole_words(run)) == run


def test_relations_weights_and_own_weights_of_a_users_list(tmp_path: Path) -> None:
    library = own(tmp_path, "# 说明", "", "甲事项\t写法：申事项\t同义：乙事项\t俗称0.3：丙事项、丁事项\t下位：戊事项")
    found = weights(library, "甲事项")
    assert found["申事项"] > found["乙事项"] > found["丙事项"] == found["丁事项"] == 0.3
    assert 0 < found["戊事项"] < 0.5


def test_a_line_without_relations_lists_synonyms(tmp_path: Path) -> None:
    assert set(weights(own(tmp_path, "甲事项\t乙事项"), "乙事项")) == {"甲事项"}


def test_a_users_list_can_silence_a_word(tmp_path: Path) -> None:
    assert weights(None, "辛苦费")
    assert weights(own(tmp_path, "停用：辛苦费"), "辛苦费") == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("甲事项", "制表符"),
        ("甲事项\t近义：乙事项", "近义"),
        ("甲事项\t同义1.5：乙事项", "1.5"),
        ("同义：甲事项\t乙事项", "第一列"),
    ],
)
def test_a_broken_line_is_named_by_number_and_the_others_are_used(tmp_path: Path, line: str, said: str) -> None:
    library = own(tmp_path, "甲一项\t乙一项", line, "甲二项\t乙二项")
    problems = lexicon_of(library).problems
    assert len(problems) == 1
    assert "词表.tsv 第 2 行" in problems[0]
    assert said in problems[0]
    assert set(weights(library, "甲一项和甲二项")) == {"乙一项", "乙二项"}


def test_a_list_that_changes_is_read_again(tmp_path: Path) -> None:
    library = own(tmp_path, "甲事项\t乙事项")
    assert set(weights(library, "甲事项")) == {"乙事项"}
    own(tmp_path, "甲事项\t丙事项")
    os.utime(tmp_path / OWN_LEXICON, ns=(1, 1))
    assert set(weights(library, "甲事项")) == {"丙事项"}


def test_a_list_named_by_the_environment_is_used_and_a_missing_one_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "我的词表.tsv").write_text("甲事项\t乙事项", encoding="utf-8")
    monkeypatch.setenv(LEXICON_VARIABLE, str(tmp_path / "我的词表.tsv"))
    assert set(weights(None, "甲事项")) == {"乙事项"}
    monkeypatch.setenv(LEXICON_VARIABLE, str(tmp_path / "没有.tsv"))
    with pytest.raises(LexiconError, match="没有这个词表"):
        lexicon_of(None)


def test_a_list_in_another_encoding_is_said_and_left_out(tmp_path: Path) -> None:
    (tmp_path / OWN_LEXICON).write_bytes("甲事项\t乙事项".encode("gbk"))
    assert any("UTF-8" in p for p in lexicon_of(Folder(tmp_path)).problems)


def test_a_phrase_shares_its_weight_among_its_words() -> None:
    assert tokens_of_expansion("补贴") == {"补贴": 1.0}
    assert sum(tokens_of_expansion("缴纳党费").values()) == pytest.approx(1.0)
    assert tokens_of_expansion("人没了") == {}


@pytest.mark.parametrize("phrase", ["每人每月", "每人每人每月", "中华人民共和国国务院", "一", "的"])
def test_a_run_of_the_same_words_is_taken_apart_in_time(phrase: str) -> None:
    """Of four thousand characters, in a number of steps that grows with them: it once took a minute."""
    run = phrase * (4000 // len(phrase))
    started = time.process_time()
    words = whole_words(run)
    assert time.process_time() - started < 1.0
    assert "".join(words) == run
    assert len(words) > 1


def test_the_shorter_words_within_a_long_one_are_left_out() -> None:
    assert words_of("每人每月") == ["每人", "每月", "每人每月"]
    assert whole_words("每人每人每月") == ("每人", "每人每月")


def lay_lines() -> list[tuple[list[str], list[str]]]:
    rows = [line for line in LAY_LEXICON.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(said.split("、"), printed.split("、")) for said, printed in (row.split("\t") for row in rows)]


def test_each_line_of_everyday_speech_has_two_columns_and_no_word_stands_twice() -> None:
    said = [word for words, _ in lay_lines() for word in words]
    assert len(said) == len(set(said)) > 300
    assert all(len(word) > 1 and word == word.strip() for words in lay_lines() for column in words for word in column)


def test_everyday_speech_leads_to_the_offices_words_and_never_back() -> None:
    assert {"陪餐", "陪餐人数"} <= set(weights(None, "几个人作陪"))
    assert "作陪" not in weights(None, "陪餐人数")
    assert "陪吃" not in weights(None, "作陪")  # two ways of speaking are not looked for in place of each other
    assert "新生儿" in same_words()["娃娃"]
    assert "娃娃" not in same_words().get("新生儿", ())


def test_a_users_list_can_silence_a_word_of_everyday_speech(tmp_path: Path) -> None:
    assert weights(None, "作陪")
    assert weights(own(tmp_path, "停用：作陪"), "作陪") == {}
