import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.tokenizer import Cutter, query_tokens, tokens_of, user_words, words_of

STARD = Path(__file__).resolve().parents[2].parent / "shared" / "dev" / "bench" / "stard" / "corpus.jsonl"

OWN_LINES = [
    "各级老干部工作部门要把离退休干部党支部建设摆上重要位置，落实三会一课制度。",
    "党支部书记工作补贴每月不低于300元，由同级财政列支。",
    "推广时间银行做法，发挥关工委和五老的作用，用好特需经费。",
    "离休干部的离休费、医药费实报实销，护理费按时足额发放。",
    "评选表彰双先，每两年召开一次情况通报会。",
    "坚持就近学习、就近活动、就近得到关心照顾。",
    "老年大学开设书画、摄影、智能手机应用等课程。",
    "建立领导干部联系老干部制度，重要节日走访慰问。",
]


def lines() -> Sequence[str]:
    if not STARD.exists():
        return OWN_LINES
    with STARD.open(encoding="utf-8") as file:
        return OWN_LINES + [line for row in file for line in json.loads(row)["text"].splitlines()][:4000]


def test_a_sentence_gives_words_and_pairs() -> None:
    tokens = tokens_of("落实三会一课")
    assert {"落实", "三会一课"} <= set(tokens)  # words
    assert {"实三", "三会", "会一", "一课"} <= set(tokens)  # neighbours


@pytest.mark.parametrize(
    "printed", ["鲁老干〔2022〕15号", "鲁老干[2022]15号", "鲁老干〔２０２２〕１５ 号", "鲁老干（2022）第15号"]
)
def test_a_document_number_is_one_token_in_any_form(printed: str) -> None:
    tokens = tokens_of(f"根据{printed}精神")
    assert tokens.count("鲁老干〔2022〕15号") == 1
    assert tokens.count("鲁老干15号") == 1  # how people say it without the year
    assert not {"2022", "15", "老干"} & set(tokens)


def test_a_number_said_without_its_year_meets_the_whole_one() -> None:
    assert "扬办发170号" in query_tokens("扬办发170号是什么文件")
    assert "扬办发170号" in tokens_of("扬办发〔2022〕170号")


def test_a_bare_serial_is_no_token_of_its_own() -> None:
    assert "第15号" not in tokens_of("第15号")


def test_width_and_case_are_folded() -> None:
    assert tokens_of("ＷｉＦｉ１２") == tokens_of("wifi12") == ["wifi12"]


@pytest.mark.parametrize(("text", "expected"), [("3,000元", "3000"), ("12.5%", "12.5"), ("COVID-19", "covid-19")])
def test_numbers_and_latin_words_stay_whole(text: str, expected: str) -> None:
    assert expected in tokens_of(text)


def test_a_line_broken_inside_a_word_is_joined_but_not_two_paragraphs() -> None:
    assert tokens_of("离退休干\n部 党支部") == tokens_of("离退休干部党支部")
    assert "部党" not in tokens_of("离退休干部\n\n党支部")


def test_question_tokens_come_once() -> None:
    assert query_tokens("补贴补贴") == dict.fromkeys(tokens_of("补贴补贴"), 1.0)


def test_text_without_words_has_no_tokens() -> None:
    assert tokens_of("") == tokens_of("……（）  \n") == []


@pytest.mark.parametrize("cutter", Cutter)
def test_every_word_of_our_dictionary_is_cut_whole(cutter: Cutter) -> None:
    words = [word for word, _, _ in user_words()]
    assert len(words) > 500
    assert [word for word in words if word not in words_of(word, cutter)] == []


def test_both_cutters_give_the_same_words() -> None:
    pytest.importorskip("rjieba", reason="without rjieba there is one cutter only")
    differing = [line for line in lines() if words_of(line, Cutter.RJIEBA) != words_of(line, Cutter.JIEBA)]
    assert len(differing) <= len(lines()) / 1000, differing[:5]


def test_our_dictionary_is_one_that_jieba_loads() -> None:
    import jieba

    tokenizer = jieba.Tokenizer()
    path = Path(__file__).resolve().parents[2] / "index" / "userdict.txt"
    tokenizer.load_userdict(str(path))
    assert all(tokenizer.FREQ.get(word) for word, _, _ in user_words())
    assert len({word for word, _, _ in user_words()}) == len(path.read_text(encoding="utf-8").splitlines())


def test_tokens_lose_no_chinese_character() -> None:
    for line in OWN_LINES:
        kept = set("".join(tokens_of(line)))
        assert set(re.findall("[\u4e00-\u9fd5a-z0-9]", unicodedata.normalize("NFKC", line).lower())) <= kept
