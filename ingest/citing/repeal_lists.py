"""Documents listed one a line under words that say what becomes of them: 下列文件予以废止：, 二、继续有效的文件, 清理结果."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.citing.cited_titles import Mention
from ingest.citing.pinpoints import is_in_annex
from ingest.document_number import NumberMention, find_document_numbers
from ingest.line_forms import TYPE_AT_END
from ingest.model import Clause, ClauseKind, Relation, Span

_LAPSE = re.compile(
    r"(?<!部分)(?:废止|失效|作废)|(?:停止|终止)(?:执行|施行|使用|适用)|不再(?:执行|施行|适用|使用|有效)|不再作为[^，。；]{0,12}依据"
)
_CHANGE = re.compile(r"修改|修订|修正")
_KEEP = re.compile(r"继续有效|保留|现行有效|继续(?:执行|施行|适用|实施)|有效的(?:规范性)?文件|暂停执行|延长|延续")
# What is not done yet, or is denied: 拟废止的文件, 建议废止, 不予废止, 尚未失效.
_ONLY_PLANNED = re.compile(
    r"拟|建议|征求意见|征集|计划|草案|申请|不予|不宜|未(?:被|予|宣布)?(?:废止|失效|修改|修订)|(?<!予)暂不"
)
_ANY = re.compile(f"{_LAPSE.pattern}|{_CHANGE.pattern}|{_KEEP.pattern}")
# Words without which none of them stands, quickly found: most notices have none. 有效 may be the end of 现行有效.
_HINT = re.compile("废止|失效|作废|停止|终止|不再|修改|修订|修正|继续|保留|有效|暂停|延长|延续")
_EXCEPT = re.compile(r"除(?P<those>[^。；]{2,40}?)(?:以外|之外|外)[，,].*$")
_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")

_MARK = r"[ \u3000]*(?:[（(]?[一二三四五六七八九十百\d]{1,4}[）)、.．]|[①-⑳]|——|[-·•●])?[ \u3000]*"
_MARK_AHEAD = re.compile(_MARK)
# 1. 关于…的通知 | 12\t云政发〔2001〕3号\t关于…的通知: a title in a list, without 《》 or with one inside.
_ENTRY = re.compile(rf"^(?:{_MARK})(?P<title>[^。；：:\t]{{6,110}}?)[ \u3000；;。]*$")
_NUMBER_BRACKET = re.compile(r"[ \u3000]*[（(][^（）()]*$")
# What stands before the first title of a row: cells with a serial number, a body, a 文号.
_BEFORE_TITLE = re.compile(
    rf"(?:[^《》。；：\t]{{0,40}}\t[ ]*)*{_MARK}(?:[^《》。；：，\t]{{0,24}}号[ \u3000]*)?(?:《[^《》]*》(?:[（(][^（）()]*[）)])?[、，和及与]?)*"
)
_SHORT_REST = re.compile(r"[^。；;]{0,24}$")
_STOP = re.compile(r"^[ \u3000]*(?:[（(](?:[^（）()]|[（(][^（）()]*[）)])*[）)][ \u3000]*)*(?:[。；;]|$)")
# A verdict that fills a cell or a bracket of the line itself: 废止 | 予以保留 | 宣布失效.
_VERDICT = re.compile(
    rf"(?:同意|决定|现|予以|宣布|全文|已(?!修)|自动|自行|同时|一并|保留并|继续有效[，、]?并?)*(?:{_ANY.pattern}|有效)(?:[（(]|$)"
)
_CELL_END = re.compile(r"——|[：:，,；;。（）()]")
_TICK = re.compile(r"[√✓✔☑●○△▲◎]")
_HEADER = re.compile(r"序号|(?:文件)?(?:名称|标题)|文号")
# 以上文件自本通知印发之日起废止, below the list.
_SUMS_UP = re.compile(
    r"[ \u3000]*(?:以上|上述|前述|上列)(?:[一二三四五六七八九十百\d]+[件个份]|文件|规定|通知|办法|各)"
)
_LEAD_END = re.compile(r"[：:][ \u3000]*$")
# A line that a reader joined from the last entry of one list and the lead of the next speaks for the next.
_LEADS_ON = re.compile(r"(?:以下|下列)[^《》。]{0,8}(?:文件|规章|法规|规定|通知)[^《》]*(?:。|$)")
_POINTS_BELOW = re.compile(r"下列|以下|如下")
_KINDS = "通知|决定|公告|通告|批复|意见|办法|规定|细则|条例|方案|函|命令|令|规划|纲要|预案|制度|标准|规则|章程|准则|要点|计划|规程|规范|措施|纪要|通报"
_TYPE = re.compile(_KINDS)
_NOTICE_END = re.compile(rf"(?:{_KINDS})(?:[（(][^（）()]*[）)])*$")
# 废止的规定, 继续有效的制度: a heading, though it ends like a title.
_HEADING_END = re.compile(rf"(?:废止|失效|修改|修订|有效|保留|执行)的[^的]{{0,8}}(?:{_KINDS})$")
# 为统一…，制定本办法: a sentence that ends in a 文种.
_NO_TITLE = re.compile(
    r"[，。；：]|^(?:第[一二三四五六七八九十百\d]+条|本|为(?!老)|按照|根据|依照|参照|执行|制定|见)|本(?:办法|规定|细则|通知|意见|方案|条例|决定)$"
)
# （2007年…通过，根据…第二次修订）: how a rule came about, printed under its title, leads no list.
_HISTORY = re.compile(r"第[一二三四五六七八九十]+次修|\d月\d+日[^，。；]*(?:通过|公布|发布)")
# 渡口停止使用的，按照下列规定办理：, a case and no verdict.
_CONDITION = re.compile(rf"(?:{_ANY.pattern})的(?:[，,：:]|$)")
_OF_DOCUMENTS = re.compile(r"文件|目录|清单|规章|法规")
_LONGEST_LEAD = 60


class ListedDocuments:
    """The lists of a text: which titles stand in them, and what becomes of each document."""

    def __init__(self, text: str, offset: int, clauses: Sequence[Clause], own_title: str | None) -> None:
        """`offset`: where `text` begins in the stored text."""
        self._text, self._offset, self._clauses = text, offset, clauses
        self._title = own_title or ""
        hint = _HINT.search(text)
        self._speaks = hint is not None and _ANY.search(text, max(0, hint.start() - 2)) is not None
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))] if self._speaks else [0]
        # What was found for a line, by its place: every line of a list finds the same.
        self._leads: dict[int, Relation | None] = {}
        self._sums: dict[int, Relation | None] = {}
        self._heads: dict[int, str] = {}
        self._of_preamble = self._preamble_lead() if self._speaks else None

    def relation(self, mention: Mention, clause: Clause | None) -> Relation | None:
        """What becomes of a document that stands in a list; `mentions` for one that is kept; None where nothing says so."""
        if not self._speaks or mention.inside is not None or clause is None:
            return None
        line, start = self._line_at(mention.span[0])
        before = self._text[start : mention.span[0]].removesuffix("《")
        behind = self._text[mention.end : start + len(line)] if mention.end <= start + len(line) else ""
        if "）" not in self._text[mention.end - 1 : mention.end] and "（" in self._text[mention.span[0] : mention.end]:
            behind = behind.partition("）")[2] or behind  # （甲发〔2006〕1号，2006年3月1日印发）
        if joined := _LEADS_ON.search(behind):
            behind = behind[: joined.start()]
        if not _BEFORE_TITLE.fullmatch(before):
            return self._of_amended_item(mention, clause)
        stated = _stated_in_row(behind) or self._ticked(line, start)
        if stated is not None:
            return stated
        if "\t" not in line and not (
            _STOP.match(behind) or _SHORT_REST.match(_BRACKET.sub("", behind).rstrip("；;。、 "))
        ):
            return self._of_amended_item(mention, clause)
        return self._fate(start, clause)

    def mentions(self, known: list[Mention]) -> list[Mention]:
        """Titles printed without 《》 in such lists; a number of the same line goes over to its title.

        Numbers that found their title are taken out of `known`, and titles inside a found one are tied to it.
        """
        found: list[Mention] = []
        if not self._speaks:
            return found
        for clause in self._clauses:
            if clause.kind in (ClauseKind.HEADING, ClauseKind.SIGNATURE):
                continue
            position = clause.span[0] - self._offset
            for line in clause.text.split("\n"):
                lead = _LEADS_ON.search(line)
                entry = line[: lead.start()] if lead else line
                if _TYPE.search(entry) and _is_entry(entry) and self._has_fate(position, entry, clause):
                    found.extend(_of_line(entry, position, known))
                position += len(line) + 1
        with_title = {m.number.span for m in found if m.number}
        known[:] = [_tied(m, found) for m in known if m.title or m.number is None or m.number.span not in with_title]
        return found

    def _has_fate(self, start: int, line: str, clause: Clause) -> bool:
        row = "\t" in line and (_stated_in_row(line) or self._ticked(line, start)) is not None
        return row or self._fate(start, clause) is not None

    def _line_at(self, position: int) -> tuple[str, int]:
        start = self._starts[bisect_right(self._starts, position) - 1]
        end = self._text.find("\n", start)
        return self._text[start : end if end >= 0 else len(self._text)], start

    def _fate(self, start: int, clause: Clause) -> Relation | None:
        """What the lines around a list, else the headings over it, else the title say of the entry at `start`."""
        place = bisect_right(self._starts, start) - 1
        if (summed := self._below(place)) is not None:
            return summed
        if (led := self._above(place)) is not None:
            return led
        for heading in reversed(clause.path):
            if not _is_entry(heading) and (said := fate_said(heading)) is not None:
                return said
        if self._of_preamble is not None and not is_in_annex(clause):
            return self._of_preamble
        only_repeals = _LAPSE.search(self._title) and not (_CHANGE.search(self._title) or _KEEP.search(self._title))
        planned = _ONLY_PLANNED.search(self._title)
        return Relation.REPEALS if only_repeals and not planned and is_in_annex(clause) else None

    def _line(self, place: int) -> str:
        return self._line_at(self._starts[place])[0]

    def _above(self, place: int) -> Relation | None:
        """What the line over a list says of its entries; None where that line says nothing."""
        passed = []
        while place > 0 and place not in self._leads:
            passed.append(place)
            line = self._line(place - 1)
            if line.strip() and not _is_entry(line) and not _is_header(line):
                self._leads[place] = fate_said(line)
                break
            place -= 1
        led = self._leads.get(place)
        self._leads.update(dict.fromkeys(passed, led))
        return led

    def _below(self, place: int) -> Relation | None:
        """What a line below the list says of all of it: 以上文件同时废止。"""
        if "上" not in self._text and "前述" not in self._text:
            return None
        passed = [place]
        for further in range(place + 1, len(self._starts)):
            if further in self._sums:
                self._sums[place] = self._sums[further]
                break
            line = self._line(further)
            if line.strip() and not _is_entry(line):
                self._sums[place] = _fate_in(line.split("。")[0]) if _SUMS_UP.match(line) else None
                break
            passed.append(further)
        self._sums.update(dict.fromkeys(passed, summed := self._sums.get(place)))
        return summed

    def _preamble_lead(self) -> Relation | None:
        """What the last line before the first heading says: 现将下列文件予以废止：, over lists with headings of their own."""
        lead = next((c for c in self._clauses if c.kind is ClauseKind.PREAMBLE), None)
        last = lead.text.rstrip().rpartition("\n")[2] if lead else ""
        return fate_said(last) if _LEAD_END.search(last) else None

    def _ticked(self, line: str, start: int) -> Relation | None:
        """What the head of the column says that is ticked in this row."""
        if "\t" not in line or not _TICK.search(line):
            return None
        head = self._head_of_table(bisect_right(self._starts, start) - 1)
        pairs = zip(head.split("\t"), line.split("\t"), strict=False)
        ticked = [_fate_in(name) for name, cell in pairs if _TICK.fullmatch(cell.strip())]
        return ticked[0] if len(ticked) == 1 else None

    def _head_of_table(self, place: int) -> str:
        """The row over a row that names the columns; "" where there is none."""
        passed, head = [], ""
        while place >= 0:
            if place in self._heads:
                head = self._heads[place]
                break
            line = self._line(place)
            passed.append(place)
            if "\t" not in line or _is_header(line):
                head = line if "\t" in line else ""
                break
            place -= 1
        self._heads.update(dict.fromkeys(passed, head))
        return head

    def _of_amended_item(self, mention: Mention, clause: Clause) -> Relation | None:
        """`amends` for the first document of an item under 二、修改的文件, which says in prose what changes."""
        first = clause.span[0] - self._offset
        if "《" in self._text[first : mention.span[0]]:
            return None
        above = [heading for heading in clause.path[:-1] if not _is_entry(heading)]
        return Relation.AMENDS if above and fate_said(above[-1]) is Relation.AMENDS else None


def fate_said(line: str) -> Relation | None:
    """What a line over a list says of the entries; None for a line that is no such line.

    `mentions` where they stay in force, where nothing is done yet, and where several fates are named at once.
    """
    words = "".join(_QUOTED.sub("", line).split())
    if _HISTORY.search(words) or (_CONDITION.search(words) and not _OF_DOCUMENTS.search(words)):
        return None
    ends = _LEAD_END.search(words)
    sentence = re.split(r"[。；]", words.rstrip("。；：:"))[-1]
    if not ends and (len(words) > _LONGEST_LEAD or (words.endswith("。") and not _POINTS_BELOW.search(sentence))):
        return None
    if not ends and _NOTICE_END.search(words) and not _HEADING_END.search(words):
        return None
    return _fate_in(sentence)


def _fate_in(sentence: str) -> Relation | None:
    if excepted := _EXCEPT.search(sentence):
        sentence = excepted["those"]
    if not _ANY.search(sentence):
        return None
    if _ONLY_PLANNED.search(sentence):
        return Relation.MENTIONS
    for part in (sentence, *reversed(re.split(r"[，,]", sentence))):
        found = _LAPSE.search(part), _CHANGE.search(part), _KEEP.search(part)
        match [f is not None for f in found]:
            case [True, False, False]:
                return Relation.REPEALS
            case [False, True, _]:  # 保留并修改: it stays, and it is amended
                return Relation.AMENDS
            case [False, False, True]:
                return Relation.MENTIONS
    return Relation.MENTIONS


def _stated_in_row(behind: str) -> Relation | None:
    """What the rest of an entry's own line says of it: a cell 废止, （继续有效）, ，宣布失效。"""
    cells = behind.split("\t") if "\t" in behind else _CELL_END.split(behind.partition("。")[0])
    for cell in cells:
        words = "".join(cell.split())
        if 2 <= len(words) <= 16 and (_VERDICT.match(words) or (_ANY.search(words) and _ONLY_PLANNED.search(words))):
            return Relation.MENTIONS if words.endswith("有效") else _fate_in(words)
    return None


def _is_header(line: str) -> bool:
    return "\t" in line and _HEADER.search(line) is not None


def _is_entry(line: str) -> bool:
    """Whether a line is an entry of a list of documents, and no heading over one."""
    words = line.strip()
    if _LEAD_END.search(words) or _LEADS_ON.search(words):
        return False
    if "\t" in words:
        return not _is_header(line) and ("《" in words or "号" in words or any(map(_is_title, words.split("\t"))))
    bare = words[mark.end() :] if (mark := _MARK_AHEAD.match(words)) else words
    return bare.startswith("《") or _is_title(bare) or (bare[:24].find("〕") > 0 and "。" not in bare[:-1])


def _is_title(words: str) -> bool:
    bare = _BRACKET.sub("", words).rstrip("；;。 \u3000")
    return (
        len(bare) >= 6
        and not _NO_TITLE.search(bare)
        and bool(_NOTICE_END.search(bare))
        and not _HEADING_END.search(bare)
    )


def _of_line(line: str, position: int, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The title of an entry that 《》 do not hold, with the number of its line."""
    if not line.strip():
        return
    inside = [m for m in mentions if position <= m.span[0] < position + len(line)]
    titled = [m for m in inside if m.title]
    numbers = find_document_numbers(line)
    start = 0
    for cell in line.split("\t"):
        at, start = start, start + len(cell) + 1
        own = [n for n in numbers if at <= n.span[0] < at + len(cell)]
        words = cell
        if own:  # 关于…的通知（云政发〔2001〕3号）; 云政发〔2001〕3号 关于…的通知
            words = _NUMBER_BRACKET.sub("", cell[: own[0].span[0] - at])
            if not re.sub(_MARK, "", words):
                at, words = own[0].span[1], cell[own[0].span[1] - at :]
        entry = _ENTRY.match(words)
        if entry is None or not TYPE_AT_END.search(entry["title"]) or _LAPSE.search(entry["title"][-8:]):
            continue
        begin = position + at + entry.start("title")
        end = begin + len(entry["title"])
        held = [m for m in titled if m.span[0] < end and begin < m.span[1] and m.inside is None]
        if any(m.span[0] <= begin or m.span[1] >= end for m in held):
            return  # 《》 hold it, or it ends in what they hold
        number = _own_number(line, position, (begin, end), inside)
        yield Mention((begin, end), "".join(entry["title"].split()), number)
        return


def _own_number(line: str, position: int, title: Span, inside: Sequence[Mention]) -> NumberMention | None:
    """The number in the bracket behind a title, right before it, or alone in a cell; not the one in a reason."""
    for mention in inside:
        if mention.number is None or mention.title is not None:
            continue
        start, end = mention.number.span
        cell = line[line.rfind("\t", 0, start - position) + 1 :].partition("\t")[0]
        alone = "".join(cell.split()).strip("（）()") == "".join(mention.number.text.split())
        behind = re.fullmatch(r"[ \u3000]*[（(][^（）()。；]{0,24}", line[title[1] - position : start - position])
        before = end <= title[0] and not line[end - position : title[0] - position].strip(" \u3000《")
        if alone or before or (start >= title[1] and behind):
            return mention.number
    return None


def _tied(mention: Mention, found: Sequence[Mention]) -> Mention:
    """A mention that stands inside a title just found is named by that title: 关于印发《甲办法》的通知."""
    for outer in found:
        if mention.title and outer.span[0] < mention.span[0] and mention.span[1] < outer.span[1]:
            lead = (outer.title or "").partition(mention.title)[0].rstrip("《〈")
            number = outer.number if lead.endswith(("印发", "发布", "公布", "颁布", "下发")) else None
            return replace(mention, inside=outer.span[0], number=mention.number or number)
    return mention
