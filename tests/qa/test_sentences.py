from __future__ import annotations

from qa.language.sentences import sentences_of, squeeze, squeezed_text, tidy


def cut(text: str) -> list[str]:
    return [text[s.span[0] : s.span[1]] for s in sentences_of(text)]


def test_sentences_end_at_full_stops_and_semicolons() -> None:
    assert cut("甲乙丙。丁戊；己庚。") == ["甲乙丙。", "丁戊；", "己庚。"]


def test_a_line_broken_by_the_page_is_no_end_of_a_sentence() -> None:
    text = "给予离退休党支部书记工作补贴每人每月不低于\n二百六十元从党费中列支由各单位自行安排落实\n到位。下一句话。"
    assert cut(text) == [text[: text.index("下")], "下一句话。"]


def test_brackets_hold_their_full_stops() -> None:
    assert cut("按时报送（逾期不候。）。完。") == ["按时报送（逾期不候。）。", "完。"]


def test_responsible_body_after_the_full_stop_is_a_sentence_of_its_own() -> None:
    assert cut("开展活动。（责任单位：市民政局）") == ["开展活动。", "（责任单位：市民政局）"]


def test_spans_point_into_the_text_they_were_cut_from() -> None:
    text = "  一是学习。\n二是活动；\n三是总结。 "
    for sentence in sentences_of(text):
        start, end = sentence.span
        assert squeezed_text(text[start:end]) == sentence.squeezed


def test_squeezing_keeps_the_way_back() -> None:
    text = "不低于 ３００\n元"
    pressed = squeeze(text)
    assert pressed.text == "不低于300元"
    at = pressed.text.index("300")
    start, end = pressed.printed(at, at + 3)
    assert text[start:end] == "３００"


def test_tidy_joins_broken_lines_without_blanks_between_chinese() -> None:
    assert tidy("每月不低于\n 300 元 的标准") == "每月不低于300元的标准"
    assert tidy("Word 2010 版") == "Word 2010版"


def test_cells_of_a_row_never_run_into_one_figure() -> None:
    row = "\t1\t党支部书记\t\t300元"
    assert squeezed_text(row) == squeeze(row).text == "1,党支部书记,300元"
    assert squeeze(row).printed(2, 7) == (3, 8)
    assert tidy(row) == "1\u3000党支部书记\u3000300元"
