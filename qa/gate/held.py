"""Whether every word of a sentence that can be checked stands in the clauses it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.document_number import find_document_numbers
from ingest.model import Status
from ingest.regions import places_in
from qa.gate.bodies import wrong_body
from qa.gate.figures import Day, days_of, figures_of, without_weekdays
from qa.gate.grounds import Ground, numbers_in
from qa.gate.held_figures import FIGURE_RUN, bound_elsewhere, figure_faults, held_apart, without_figures
from qa.gate.held_figures import figure_fault as figure_fault
from qa.gate.labels import ENDED_SAID
from qa.gate.mastheads import is_of_masthead, masthead_faults, says_standing, side_of_standing_faults
from qa.gate.modality import changed_mood, cut_mood, lost_exception
from qa.gate.normal import STOPS, bare, pairs_of, plain
from qa.gate.pieces import Piece, cut
from qa.gate.reasons import Fault, Reason, fewest
from qa.gate.signals import strange_signal
from qa.gate.stance import stands_on_side

# Share of the character pairs of words of our own that the clause, its masthead or the question must hold.
COVERED = 0.7
ECHOED = 0.75  # the same of the question for what is said to be answered by nothing
# Words that join what clauses say and say nothing themselves; whatever could turn a meaning is a signal or a mood.
_LINKS = re.compile(
    "(?:标准|金额|数额|人数|时间|期限|比例|次数)(?:均|各|分别)?[为是]|明确|规定|要求|提出|分别|其中|均为|即|同时|另外|此外|[为是按并且但而]"
)
_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_TERM = re.compile(r"[“]([^“”]{1,60})[”]")
# Measure words, and those of them that count the same.
_MEASURES = "次个场人名位天日年月周季件项家户期份篇支张种类条倍成元"
_ALIKE = ("人名位", "天日")
_EVERY = re.compile("每半?个?(?:学年|学期|季度|[年月周天日季旬])")
_NUMERAL_RUN = re.compile(r"[一二两三四五六七八九十百千万亿零〇]+")


def check(text: str, cited: Sequence[Ground], asked: str) -> tuple[Reason, ...]:
    """What of a sentence does not stand in the clauses it cites; () where all does.

    `asked` is the question. A sentence that says only that nothing was found may cite nothing.
    """
    taken = cut(text, cited)
    reasons = [Reason(Fault.TERM, e) for e in taken.echoes if not _is_echo(bare(e), bare(asked))]
    if not taken.pieces:
        return tuple(reasons)
    if not cited:
        return (*reasons, Reason(Fault.NO_CITATION))
    scope: Sequence[Ground] = cited
    side = ""
    for piece in taken.pieces:
        if piece.opens:
            side = piece.opens
            continue
        scope = piece.label.grounds if piece.label else scope if piece.words or piece.quotes else cited
        if side:
            reasons += _side_faults(side, scope, asked, text)
            side = ""
        reasons += _piece_faults(piece, scope, asked, text)
    if side:
        reasons += _side_faults(side, cited, asked, text)
    reasons += _unsaid_end(text, cited)
    return tuple(dict.fromkeys(reasons))


_ENDED_MARK = re.compile("（(已废止|已失效)）")
_STATUS_OF = {"已废止": Status.REPEALED, "已失效": Status.EXPIRED}


def _is_echo(words: str, asked: str) -> bool:
    """Whether words are the question's own, left out but not put in: 丽水书记补贴多少 of 仪征和丽水书记补贴各多少."""
    rest = iter(asked)
    if all(character in rest for character in words):
        return True
    pairs = pairs_of(words)
    figures = all(run in asked for run in FIGURE_RUN.findall(words))
    places = all(mention.place.short_name in asked for mention in places_in(words))
    return bool(pairs) and figures and places and sum(p in asked for p in pairs) >= ECHOED * len(pairs)


def _side_faults(side: str, scope: Sequence[Ground], asked: str, text: str) -> list[Reason]:
    if not any(g.quotes for g in scope):
        return [Reason(Fault.UNQUOTED)]
    if says_standing(text):
        return side_of_standing_faults(side, text, asked)
    if is_of_masthead(text):
        return []
    return [] if any(stands_on_side(side, g, asked, text) for g in scope) else [Reason(Fault.SIDE, side)]


def _unsaid_end(text: str, cited: Sequence[Ground]) -> list[Reason]:
    """Whether a clause of a document that has ended is cited and nothing says so, or it is said of one that has not."""
    marked = _ENDED_MARK.findall(text)
    if any(not any(_STATUS_OF[m] is g.document.status for g in cited) for m in marked):
        return [Reason(Fault.STATUS, marked[0])]
    if not any(g.has_ended for g in cited) or ENDED_SAID.search(text) or says_standing(text):
        return []
    return [Reason(Fault.ENDED)]


def _piece_faults(piece: Piece, scope: Sequence[Ground], asked: str, text: str) -> list[Reason]:
    found: list[Reason] = []
    if piece.label is not None and any(g.has_ended for g in scope) and not all(g.has_ended for g in scope):
        pass  # a list of names: what has ended is marked in its own label
    elif piece.label is not None and any(g.has_ended for g in scope) and not piece.label.says_ended:
        found.append(Reason(Fault.ENDED))
    if piece.label is not None and not piece.quotes and not piece.words and not all(g.quotes for g in scope):
        found.append(Reason(Fault.UNQUOTED))
    for quote in piece.quotes:
        found += _quote_faults(quote, scope)
    words = piece.words.strip(STOPS + "（）() ")
    if plain(words):
        if not is_of_masthead(words):
            found += _words_faults(words, scope, asked)
        elif not all(g.quotes for g in scope):
            found.append(Reason(Fault.UNQUOTED))
        else:
            found += masthead_faults(words, scope, asked)
    return found


def _quote_faults(quote: str, scope: Sequence[Ground]) -> list[Reason]:
    """A quote must be verbatim in one clause; page numbers and white space may be left out."""
    words = plain(quote)
    for ground in scope:
        if ground.quotes and words not in plain("\n".join(ground.quotes)) and words not in ground.masthead:
            continue  # it stands in the clause, but is none of what the answer quotes of it
        if any(clean for clean in _cleanly(words, plain(ground.clause.text))) or words in plain(ground.masthead):
            return []
        if words and words in (plain(h) for h in ground.clause.path):
            return []
    return [Reason(Fault.QUOTE, _short(quote))]


def _cleanly(words: str, printed: str) -> list[bool]:
    """For each place where words stand in a printed text: whether they cut no figure and leave out no 不 before them."""
    found = []
    at = printed.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        torn = (_is_digit(printed, at - 1) and _is_digit(words, 0)) or (
            _is_digit(printed, end) and _is_digit(words, -1)
        )
        found.append(not torn and not cut_mood(printed, at, words))
        at = printed.find(words, at + 1)
    return found


def _is_digit(text: str, place: int) -> bool:
    return -len(text) <= place < len(text) and place >= -1 and bool(text) and text[place].isdecimal()


def _words_faults(words: str, scope: Sequence[Ground], asked: str) -> list[Reason]:
    """What is wrong with words outside quotes, held against the one clause that holds most of them."""
    if len(scope) > 1 and any(_prints(words, g) and not _against(words, g, asked) for g in scope):
        return []  # asked first, for it is soon known: what is wrong with words takes long to say
    best: list[Reason] | None = None
    for ground in scope:
        reasons = list(_against(words, ground, asked))
        if not reasons:
            return []
        best = reasons if best is None or len(reasons) < len(best) else best
    if len(scope) > 1:
        joint = _part_by_part(words, scope, asked)
        best = joint if best is None or len(joint) < len(best) else best
    return best or []


def _prints(words: str, ground: Ground) -> bool:
    said = bare(words).strip(STOPS)
    return bool(said) and said in bare(ground.text)


def _part_by_part(words: str, scope: Sequence[Ground], asked: str) -> list[Reason]:
    """Words that several clauses say together: each part between commas by one of them."""
    found: list[Reason] = []
    parts = [p for p in re.split("[,，]", words) if plain(p)]
    if len(parts) < 2:
        return [Reason(Fault.WORDS, _short(words))]
    for part in parts:
        found += fewest(_against(part, ground, asked) for ground in scope)
    return found


def _row_faults(words: str, ground: Ground) -> list[Reason] | None:
    """What is wrong with words that give cells under the names of their columns; None where they are no such words.

    All of them must stand in one row: 职务：书记，标准：130元 of two rows is wrong though each cell is printed.
    """
    columns = {bare(cell.column) for row in ground.rows for cell in row.cells if cell.column}
    parts = [bare(_UNIT_OF_TABLE.sub("", part)) for part in re.split("[,，]", words)]
    named = [part for part in parts if any(part.startswith(column) for column in columns)]
    if len(named) < 2 or len(named) < len(parts):
        return None
    for row in ground.rows:
        cells = {bare(f"{cell.column}{cell.text}") for cell in row.cells}
        if all(part in cells for part in named):
            return []
    return [Reason(Fault.CONDITION, _short(words))]


# 「（单位：元/人·年）」 behind a cell: the caption of its table.
_UNIT_OF_TABLE = re.compile(r"[（(]单位[：:][^（）()]*[）)]?")


@lru_cache(maxsize=512)
def _against(words: str, ground: Ground, asked: str) -> tuple[Reason, ...]:
    """What is wrong with words against one clause; each figure stands in several sentences of an answer."""
    return tuple(_all_against(words, ground, asked))


def _all_against(words: str, ground: Ground, asked: str) -> list[Reason]:
    if ground.rows and (of_rows := _row_faults(words, ground)) is not None:
        return of_rows
    said = bare(words).strip(STOPS)
    printed = bare(ground.text)
    figures = figure_faults(words, ground, asked)
    if said and any(_cleanly(said, printed)):
        return figures
    found = [*figures, *_day_faults(words, ground), *_name_faults(words, ground, asked)]
    for part in re.split("[,，]", words):
        own = bare(part).strip(STOPS)
        if not own or any(_cleanly(own, printed)):
            continue
        found += _loose_faults(own, ground, asked)
    return found


def _loose_faults(own: str, ground: Ground, asked: str) -> list[Reason]:
    """What is wrong with a part that is not verbatim: numerals, moods, bodies, words from nowhere."""
    found: list[Reason] = []
    printed = bare(ground.text)
    if apart := held_apart(own, ground):
        found.append(Reason(Fault.CONDITION, _short(apart)))
    if bound_elsewhere(own, ground):
        found.append(Reason(Fault.CONDITION, _short(own)))
    if strange := _strange_numeral(own, ground):
        found.append(Reason(Fault.FIGURE, strange))
    if signal := strange_signal(own, f"{printed}{bare(asked)}"):
        found.append(Reason(Fault.MODALITY, signal))
    if changed := changed_mood(own, printed):
        found.append(Reason(Fault.MODALITY, changed))
    if excepted := lost_exception(own, plain(ground.clause.text)):
        found.append(Reason(Fault.EXCEPTION, excepted))
    if body := wrong_body(own, ground):
        found.append(Reason(Fault.BODY, body))
    pairs = pairs_of(_LINKS.sub("\x00", without_figures(own)))
    known = f"{printed}{ground.masthead}{bare(asked)}"
    strangers = {p for p in pairs if p not in known}
    if pairs and len(strangers) > (1 - COVERED) * len(pairs):
        found.append(Reason(Fault.WORDS, _short(own)))
    return found


def _day_faults(words: str, ground: Ground) -> list[Reason]:
    printed = days_of(ground.text)
    return [Reason(Fault.DATE, day.text) for day in days_of(words) if not _is_printed(day, printed, ground)]


def _is_printed(day: Day, printed: Sequence[Day], ground: Ground) -> bool:
    if day.year and day.month is None and not day.some and day.year in ground.years:
        return True
    for p in printed:
        if (day.month, day.day, day.some) != (p.month, p.day, p.some) and not (
            day.month is None and day.day is None and not day.some
        ):
            continue
        if day.to != p.to or (day.bound != p.bound and not (day.bound == "" and p.bound in ("起", "底", "止"))):
            continue
        if day.year in (None, p.year) or (p.year is None and day.year in ground.years):
            return True
    return False


def _name_faults(words: str, ground: Ground, asked: str) -> list[Reason]:
    """Numbers of documents, titles, quoted terms and places."""
    text = plain(ground.text)
    found = []
    known_numbers = ground.numbers | numbers_in(ground.text)
    for mention in find_document_numbers(words):
        if mention.normal not in known_numbers:
            found.append(Reason(Fault.NUMBER, mention.text))
    for title in _TITLE.findall(words):
        if plain(title) not in text and plain(title) not in ground.masthead:
            found.append(Reason(Fault.TITLE, f"《{title}》"))
    for term in _TERM.findall(words):
        if bare(term) not in bare(ground.text) and bare(term) not in bare(asked):
            found.append(Reason(Fault.TERM, term))
    own = {p.code for p in ground.places}
    for mention_of_place in places_in(words):
        place = mention_of_place.place
        if place.code not in own and place.short_name not in text and place.short_name not in ground.masthead:
            found.append(Reason(Fault.PLACE, place.full_name))
    return found


def _strange_numeral(own: str, ground: Ground) -> str | None:
    """A numeral that is no quantity or date of the clause and stands nowhere in it."""
    rest = without_weekdays(own)
    for span in sorted((d.span for d in days_of(own)), reverse=True):
        rest = rest[: span[0]] + "\x00" + rest[span[1] :]
    for figure in sorted(figures_of(rest), key=lambda q: q.span, reverse=True):
        rest = rest[: figure.span[0]] + "\x00" + rest[figure.span[1] :]
    for mention in reversed(find_document_numbers(rest)):
        rest = rest[: mention.span[0]] + "\x00" + rest[mention.span[1] :]
    printed = f"{bare(ground.text)}\n{ground.masthead}"
    digits = set(FIGURE_RUN.findall(printed))
    for m in FIGURE_RUN.finditer(rest):
        if m.group() not in digits or not _counts_as_printed(m.group(), rest[m.end() : m.end() + 1], printed):
            return str(m.group())
    for m in _EVERY.finditer(rest):
        if m.group() not in printed and m.group().replace("个", "") not in printed.replace("个", ""):
            return str(m.group())
    for m in _NUMERAL_RUN.finditer(rest):
        behind, before = rest[m.start() : m.end() + 1], rest[max(0, m.start() - 1) : m.end()]
        counts = behind[-1:] in _MEASURES
        if behind not in printed and not (m.group() == "一" and not counts and len(before) > 1 and before in printed):
            return str(m.group())
    return None


def _counts_as_printed(number: str, unit: str, printed: str) -> bool:
    """Whether what a number counts is printed so behind it, where a measure word stands there: 前20名 is no 前20家."""
    alike = next((same for same in _ALIKE if unit in same), unit)
    return unit not in _MEASURES or re.search(rf"(?<![\d.]){re.escape(number)}[{alike}]", printed) is not None


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"
