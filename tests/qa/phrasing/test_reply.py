from __future__ import annotations

import pytest

from qa.phrasing.reply import ReplyReader, sentences_in

Read = list[tuple[str, tuple[int, ...]]]


def read(reply: str, size: int = 1000) -> Read:
    reader = ReplyReader()
    found = [s for at in range(0, len(reply), size) for s in reader.feed(reply[at : at + size])]
    return [(s.text, s.numbers) for s in (*found, *reader.rest())]


@pytest.mark.parametrize(
    "line",
    [
        "每月不低于300元。[1]",
        "每月不低于300元[1]。",
        "每月不低于300元。【1】",
        "每月不低于300元。［1］",
        "每月不低于300元。 [1] ",
        "每月不低于300元。[来源1]",
        "- 每月不低于300元。[1]",
        "* 每月不低于300元。[1]",
        "1. 每月不低于300元。[1]",
        "1、每月不低于300元。[1]",
        "**每月不低于300元。**[1]",
        "每月不低于300元。[1][1]",
    ],
)
def test_a_sentence_is_read_with_its_number_however_small_models_write_it(line: str) -> None:
    [sentence] = sentences_in(line)
    assert sentence.text == "每月不低于300元。" and sentence.numbers == (1,)


@pytest.mark.parametrize(
    "line", ["山东、浙江都要求组队。[1,2]", "山东、浙江都要求组队。[1][2]", "山东、浙江都要求组队。[1、2]"]
)
def test_a_sentence_may_cite_several(line: str) -> None:
    [sentence] = sentences_in(line)
    assert sentence.numbers == (1, 2) and sentence.text == "山东、浙江都要求组队。"


def test_two_sentences_on_a_line_keep_their_own_numbers() -> None:
    assert read("甲地有。[1]乙地没有。[2]") == [("甲地有。", (1,)), ("乙地没有。", (2,))]


def test_a_number_within_a_sentence_is_that_of_what_stands_before_it() -> None:
    [sentence] = sentences_in("甲地300元[1]，乙地500元[2]。")
    assert [(s.text, s.numbers) for s in sentence.segments] == [("甲地300元", (1,)), ("，乙地500元。", (2,))]


def test_sentences_before_a_number_go_with_it() -> None:
    assert read("甲地有。每月发。[1]") == [("甲地有。每月发。", (1,))]


def test_a_document_number_and_an_item_are_no_marks() -> None:
    text = "按甲办发〔2022〕5号第（1）项、[2022]6号执行。"
    assert read(f"{text}[1]") == [(text, (1,))]


@pytest.mark.parametrize("start", ["5、6月份开展", "3.5万元封顶"])
def test_digits_that_begin_a_sentence_are_no_list_marks(start: str) -> None:
    assert read(f"{start}。[1]") == [(f"{start}。", (1,))]


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_what_is_thought_aloud_and_fences_are_left_out_in_whatever_pieces_they_come(size: int) -> None:
    reply = "<think>先看[1]\n再看。</think>\n```\n甲地有。[1]\r\n乙地有。[2]\n```"
    assert read(reply, size) == [("甲地有。", (1,)), ("乙地有。", (2,))]


def test_thoughts_without_end_are_no_answer() -> None:
    assert read("<think>甲地有。[1]\n乙地有。[2]") == []


def test_a_sentence_is_given_as_soon_as_its_line_ends() -> None:
    reader = ReplyReader()
    assert list(reader.feed("甲地有。[1]")) == []
    assert [s.text for s in reader.feed("\n乙")] == ["甲地有。"]


def test_only_a_line_feed_ends_a_line() -> None:
    assert read("甲地\u2028有。[1]") == [("甲地\u2028有。", (1,))]
