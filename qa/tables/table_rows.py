"""Which row of a table a question asks about, and which of its cells answer: strict, for a wrong row is a wrong figure.

A row is claimed only where every word of the question that matters stands in the row, over its columns, or in what
governs the table; and where no other row of the table fits as well without being given too. What is not claimed may
still be quoted whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.model import Clause, TableRow
from qa.language.contrast import conflicts, fits_condition, members_named, rows_of
from qa.language.lexicon import same_words
from qa.language.matter import GENERIC
from qa.language.sentences import Sentence, sentences_and_rows, sentences_of, squeezed_text
from qa.language.values import value_spans
from qa.model import AsksFor, Interpretation, ValueKind
from qa.tables.members import classes_of_members
from qa.tables.scales import OnScale, rows_on_scale
from qa.tables.tabbed_rows import tabbed_rows
from qa.tables.table_cells import COUNTING, NAME, OTHERING, figured, holds, is_named, once, said_of, side_said

# 「不予补贴」 in a cell is what it says, and no name by which the row is told from others.
_DENIED = re.compile(r"(?<=:)不(?:予|享受|发|给|适用|参加|安排|补)[^,:]*")
_KIND_OF_PEOPLE = re.compile(r"的?(?:老年人|老人|人员|干部|职工|学员|对象|群众|学生|人|者)$")
_OF_TABLE = re.compile(r"下[列表]|如下|见表|附表|[:：]$|单位[:：]")
LONGEST_LIST = 40  # rows
LONGEST_NAME = 12  # characters of a cell that a question may name
MOST_ROWS = 6  # as many rows may answer together; more are no answer but a table

# Letters and numbers by which names of one row are told apart: A类, 1月22日, 第三小学, 乙县.
_COUNTER = re.compile(r"\d+(?:\\?\.\d+)?|[a-z]+|[一二三四五六七八九十甲乙丙丁戊]+")
_COUNTER_OF = (r"(?<!\d)\d+(?!\d)", r"(?<![a-z])[a-z]+(?![a-z])", r"[一二三四五六七八九十甲乙丙丁戊]+")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,7}(?:省|市|县|区|州|盟|旗|镇|乡|街道|村|社区)")
# 投资3000万元, 50人: a figure that the asker gives, in units that tables set bounds by.
_CONDITION = re.compile(r"\d[\d.,]*[万亿千百]*(?:元|人|户|米|亩|吨|%|千瓦|立方米|平方米|公里|张)")
_MEASURE = re.compile(
    r"[万亿千百]*(?:元|亩|公顷|吨|公斤|人|户|名|个|次|天|日|月|年|岁|分|家|所|套|头|只|株|张|台|辆|床|度|工作日|小时|学时|课时"
    r"|平方米|立方米|公里|千米|毫米|米|千瓦|千伏|个月|百分点)"
)
_ALIKE = 0.4  # of a name's characters: two that differ in no more are siblings
_LISTED = re.compile(r"有?哪些|哪几|名单|有谁|都有谁|包括")
_STEPS = re.compile(r"[几些]步|步骤|流程|程序|手续|怎么|如何")  # what rows do not list
_TWO_CASES = re.compile(r"分别|各是|各为|各多少|各自|和|与|及|、")
_UNIT_OF_CAPTION = re.compile(r"单位[:：](?P<unit>[\u4e00-\u9fff%％/·]{1,8}?)(?=$|[)）,，。;；\s])")
# What a number to call is named by; the number itself says that it is one.
_KIND_WORDS = frozenset("电话 联系电话 联系方式 号码 电话号码 手机 手机号 联系 联系人".split())
# Words of asking that name no case.
_LIGHT = frozenset(
    "能拿 领取 发放 享受 拿到 领到 缴纳 收取 给予 今年 一个月 每个 规定 属于 对应 列入 执行 进行 多少钱 安排 情况 到底 大概 老人 老年人 "
    "人员 同志 个人 本人 名单 一共 总共 分别 各自 负责 承担 由谁 日期 哪天 "
    "干部 采取 编制 填报 办理 申报 申请 达到 组织 举办 召开 举行 开展 参加 完成 百分 百分之".split()
)
# 每人每天, 一学期: how a sum is counted; the row is read out with its own measure. 县级老年大学 of 一个县 is none.
_PER = re.compile(r"(?:[每一]个?(?:学年|学期|学时|课时|季度|年度?|月|天|日|周|次|人|名|户|班|节|场|支))+")


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row with its words as they are matched."""

    row: TableRow
    squeezed: str  # every cell under its name
    cells: str  # the cells alone


@dataclass(frozen=True, slots=True)
class RowsThatAnswer:
    """The rows of one clause that answer, and what they say in words to be read out."""

    rows: frozenset[int]  # places among the clause's rows
    said: str  # 职务：党支部书记，补贴标准：每月300元
    together: bool = False  # they are one answer, a list, and are quoted as one


@dataclass(frozen=True, slots=True)
class TableReading:
    """What the tables of one clause are to a question."""

    answer: RowsThatAnswer | None  # None: no row is certain
    quotable: frozenset[int]  # rows that may be quoted whole without a claim: they hold what tells rows apart


def named_row(row: TableRow) -> NamedRow:
    """The row's words: 「职务:党支部书记,标准:每月300元」."""
    parts = [f"{cell.column}:{cell.text}" if cell.column else cell.text for cell in once(row.cells)]
    return NamedRow(row, squeezed_text("，".join(parts)), squeezed_text("，".join(c.text for c in once(row.cells))))


def sentences_and_tables(
    clause: Clause, rows: Sequence[TableRow], question: str, interpretation: Interpretation, title: str
) -> tuple[tuple[Sentence, ...], TableReading]:
    """The sentences of a clause, the rows of its tables among them, and what these rows are to the question."""
    start, end = clause.span
    inside = sorted((row for row in rows if start <= row.span[0] < row.span[1] <= end), key=lambda row: row.span)
    inside = inside or tabbed_rows(clause)
    if not inside:
        return sentences_of(clause.text), TableReading(None, frozenset())
    named = [named_row(row) for row in inside]
    placed = [((n.row.span[0] - start, n.row.span[1] - start), n.squeezed) for n in named]
    sentences = sentences_and_rows(clause.text, placed)
    asked = squeezed_text(question)
    # 特困人员免收学费 below a table of fees says its own, and governs no row.
    outside = "".join(
        s.squeezed
        for s in sentences
        if s.row is None
        and (_OF_TABLE.search(s.squeezed) or not value_spans(figured(interpretation), s.squeezed, asked))
    )
    governing = "，".join((squeezed_text("，".join((title, *clause.path))), outside))
    return sentences, read_table(question, interpretation, named, governing)


def read_table(question: str, interpretation: Interpretation, rows: Sequence[NamedRow], governing: str) -> TableReading:
    """The rows that answer a question, with the cells that do, and those that may be quoted.

    `governing`: squeezed words that hold for the whole table: headings, title, the clause's text outside its tables.
    """
    asked = squeezed_text(question)
    classes = classes_of_members(asked, governing, "，".join(row.squeezed for row in rows))
    asked = ",".join((asked, *classes))
    words = [*_words(asked, interpretation, "，".join((governing, *(row.squeezed for row in rows)))), *classes]
    scaled = rows_on_scale(asked, [row.row for row in rows])
    rows = [replace(row, squeezed=_DENIED.sub("", row.squeezed)) for row in rows]
    telling = [w for w in words if 0 < sum(holds(r.squeezed, w) for r in rows) < len(rows)]
    of_the_case = _of_the_cells_named(
        asked, rows, _of_the_case(asked, interpretation, rows, governing, scaled), telling
    )
    of_the_case = [i for i in of_the_case if not _names_another(asked, rows[i], governing)]
    held = {i: frozenset(w for w in telling if holds(rows[i].squeezed, w)) for i in of_the_case}
    most = max((len(words) for words in held.values()), default=0)
    quotable = frozenset(i for i, words in held.items() if most and len(words) == most)
    # For two cases at once, each row need hold the words of its own.
    needed = [w for w in words if w not in telling] if _TWO_CASES.search(asked) else words
    needed = [w for w in needed if w not in _KIND_WORDS or ValueKind.TELEPHONE not in interpretation.wants]
    needed = [w for w in needed if w not in _of_other_places(asked, interpretation, governing)]
    if _is_named_by_row_and_column(asked, rows):
        needed = [w for w in needed if any(holds(row.squeezed, w) for row in rows) or holds(governing, w)]
    fitting = {
        i: held[i] for i in of_the_case if all(holds(rows[i].squeezed, w) or holds(governing, w) for w in needed)
    }
    if not telling and len(fitting) == len(rows) and _LISTED.search(asked) and not _STEPS.search(asked):
        return TableReading(_whole_list(rows), quotable)
    chosen = _told_apart(asked, fitting, frozenset(telling))
    if not chosen or len(chosen) > MOST_ROWS:
        return TableReading(None, quotable)
    caption = _UNIT_OF_CAPTION.search(governing)
    unit = caption["unit"] if caption else None
    apart = _columns_apart([rows[i] for i in chosen])
    governed = [w for w in words if holds(governing, w)]
    if interpretation.asks_for is AsksFor.YES_NO:
        said = [side_said(rows[i].row, question, words, telling) for i in chosen]
        said = said if len(set(said)) == 1 else []
    else:
        weighed = scaled.columns if scaled is not None else frozenset[str]()
        said = [
            said_of(rows[i].row, asked, interpretation, words, telling, governed, unit, apart, weighed) for i in chosen
        ]
    spoken = [text for text in said if text]
    places = frozenset(i for i, text in zip(chosen, said, strict=False) if text)
    return TableReading(RowsThatAnswer(places, "；".join(dict.fromkeys(spoken))) if spoken else None, quotable)


def _is_named_by_row_and_column(asked: str, rows: Sequence[NamedRow]) -> bool:
    """Whether the question holds the whole name of one row and of one further column: what it says besides tells no other cell."""
    firsts = {squeezed_text(row.row.cells[0].text) for row in rows if row.row.cells}
    columns = {_BRACKETED.sub("", squeezed_text(c.column)) for row in rows for c in row.row.cells[1:]}
    named = [[n for n in names if len(n) >= SHORTEST_NAME and n in asked] for names in (firsts, columns)]
    return all(len([n for n in found if not any(n != o and n in o for o in found)]) == 1 for found in named)


_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
SHORTEST_NAME = 3


def _of_other_places(asked: str, interpretation: Interpretation, governing: str) -> str:
    """What the question says of the other places it names: 乙市城区标准 of 甲省标准和乙市城区标准各是多少."""
    here = [name for name in interpretation.regions if name in governing]
    if not here or len(here) == len(interpretation.regions):
        return ""
    pieces = re.split(r"[和与及、,，]", asked)
    return "，".join(p for p in pieces if any(n in p for n in interpretation.regions) and not any(n in p for n in here))


def _columns_apart(rows: Sequence[NamedRow]) -> frozenset[str]:
    """The columns in which several rows differ: what must be said of each for them to be told apart."""
    texts: dict[str, set[str]] = {}
    for row in rows:
        for cell in row.row.cells:
            texts.setdefault(cell.column, set()).add(squeezed_text(cell.text))
    return frozenset(column for column, said in texts.items() if column and len(said) > 1)


def _whole_list(rows: Sequence[NamedRow]) -> RowsThatAnswer | None:
    """A table asked for as a list: the first cell of each row that does not only count them."""
    firsts = [next((c for c in once(r.row.cells) if not COUNTING.match(c.column)), None) for r in rows]
    texts = [" ".join(cell.text.split()) for cell in firsts if cell is not None]
    if not 1 < len(texts) <= LONGEST_LIST or len(set(texts)) < len(texts):
        return None
    return RowsThatAnswer(frozenset(range(len(rows))), "、".join(texts), together=True)


def _told_apart(asked: str, held: dict[int, frozenset[str]], telling: frozenset[str]) -> list[int]:
    """The rows that hold every word which tells rows apart; of a question for two cases, the rows of each."""
    whole = [i for i, words in held.items() if words == telling]
    if whole or not _TWO_CASES.search(asked):
        return whole
    if telling - frozenset().union(*held.values()):
        return []  # one of the cases stands in no row that fits
    fullest = [i for i, words in held.items() if words and not any(words < other for other in held.values())]
    # 书记和委员: rows that hold as many words each; 村书记 beside 社区主任 answers no question for 社区书记.
    return fullest if len({len(held[i]) for i in fullest}) == 1 else []


def _words(asked: str, interpretation: Interpretation, told: str) -> list[str]:
    """The words of the question that name its case: the longest that `told` holds, the shorter ones within others.

    指挥长 is no 指挥部, so a long word counts whole where the table or what governs it says it.
    """
    terms = [w for term in interpretation.terms if len(w := squeezed_text(term)) > 1]
    for mark in OTHERING:
        terms = [f"{mark}{w}" if 0 < asked.count(f"{mark}{w}") == asked.count(w) else w for w in terms]
    light = [w for w in dict.fromkeys(terms) if w in GENERIC or w in _LIGHT]
    # 自己能动 is cut apart with the words of asking, and is one name of a case all the same.
    terms += [w for w, same in same_words().items() if len(w) > 2 and w in asked and any(o in told for o in same)]
    terms = [w for w in dict.fromkeys(terms) if w not in light and not _PER.fullmatch(w)]
    # 多少万亩 asks in a unit; 多少高龄津贴 names what is asked for.
    terms = [w for w in terms if not (_MEASURE.fullmatch(w) and re.search(f"(?:多少|几){w}", asked))]
    terms = [w[1:] if w[0] in "一每" and w[1:] in terms else w for w in terms]
    terms = list(dict.fromkeys(terms))
    said = [w for w in terms if holds(told, w)]
    kept = [w for w in said if not any(v != w and w in v for v in said)]
    unsaid = [w for w in terms if w not in said and not any(w in v for v in kept)]
    # A compound that nobody prints is no more than its parts, where these stand there.
    unsaid = [w for w in unsaid if not _made_of(w, (*said, *light))]
    return kept + [w for w in unsaid if not _is_called_by_stem(w, said, told)]


# 钢琴课 of the row 钢琴、古筝等器乐类, 慰问金 of a table headed 慰问标准.
_CALLED = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2,})(?P<tail>课程?|班|专业|金|费|款|钱|补贴|补助|津贴)")
_SUM_BEHIND = r"(?:金|费|款|补贴|补助|津贴)"


def _is_called_by_stem(word: str, said: Sequence[str], told: str) -> bool:
    """Whether a word is no more than one that is said, with what things of its kind are called; 护理费 is no 护理补贴."""
    called = _CALLED.fullmatch(word)
    if called is None or called["stem"] not in said:
        return False
    return re.search(f"{re.escape(called['stem'])}(?:老人)?{_SUM_BEHIND}", told) is None


def _made_of(word: str, parts: Sequence[str]) -> bool:
    """Whether words of the question, side by side or overlapping, make up a longer one."""
    covered = {
        i for part in parts for i in range(len(word)) if word.startswith(part, i) for i in range(i, i + len(part))
    }
    return len(covered) == len(word)


def _of_the_case(
    asked: str, interpretation: Interpretation, rows: Sequence[NamedRow], governing: str, scaled: OnScale | None
) -> list[int]:
    """The rows of the case that is asked about: not of another post, age, place or year."""
    bare = asked
    for name in {squeezed_text(cell.column) for row in rows for cell in row.row.cells if len(cell.column) > 1}:
        bare = bare.replace(name, "，")  # 联络员 over a column is no post that a row could contradict
    fitting = [i for i, row in enumerate(rows) if not conflicts(bare, row.cells, row.cells)]
    fitting = _without_the_rest(bare, rows, fitting)
    verdicts = {i: fits_condition(asked, _as_condition(rows[i].cells)) for i in fitting}
    within = [i for i in fitting if verdicts[i] is True]
    fitting = within or [i for i in fitting if verdicts[i] is None]
    if scaled is not None:
        within = fitting = [i for i in fitting if i in scaled.rows]
    if not within and any(figure not in rows[i].cells for figure in _CONDITION.findall(asked) for i in fitting):
        return []  # a figure of the question that no row names is a condition that we cannot weigh
    for name in interpretation.regions:
        here = [i for i in fitting if name in rows[i].cells]
        by_place = any(_PLACE.fullmatch(squeezed_text(cell.text)) for row in rows for cell in row.row.cells)
        # A table by places that leaves out the one asked about says nothing of it.
        fitting = here or ([] if by_place and name not in governing else fitting)
    for year in interpretation.matter_years:
        if scaled is not None:
            break  # a year that falls into a printed period is weighed by it
        here = [i for i in fitting if str(year) in rows[i].cells]
        fitting = here or [i for i in fitting if not re.search(r"(?:19|20)\d{2}年", rows[i].cells)]
    return fitting


_THE_REST = re.compile(r"(?:^|,)其[他余它](?:人员|干部|职工|情况)?(?=,|$)")


def _without_the_rest(asked: str, rows: Sequence[NamedRow], fitting: list[int]) -> list[int]:
    """The rows without 其他 where another names the very rank, post or group asked about."""
    named = any(members_named(rows[i].cells, row) & wanted for wanted, row in rows_of(asked) for i in fitting)
    return [i for i in fitting if not (named and _THE_REST.search(rows[i].cells))]


def _as_condition(cells: str) -> str:
    """The cells with bounds as `fits_condition` reads them: 不满20年 leaves out 20, 满20年 by itself begins there."""
    open_ended = re.sub(r"(?<!不)(?<!未)满(\d+)年(?=$|,)", r"满\1年的", cells)
    return re.sub(r"(?<=不满)\d+", lambda found: str(int(found.group()) - 0.01), open_ended)


def _names_another(asked: str, row: NamedRow, governing: str) -> bool:
    """Whether the question names what a cell of the row is only like: 丙县财政局 where the row is of 甲县财政局.

    Cutting into words loses a single 甲, 丙, 3; what differs in so little is another member of the same row of names.
    """
    for cell in row.row.cells:
        name = squeezed_text(cell.text)
        if not 2 <= len(name) <= LONGEST_NAME or is_named(name, asked) or not NAME.fullmatch(name):
            continue
        if len(stem := _KIND_OF_PEOPLE.sub("", name)) > 1 and holds(asked, stem):
            continue  # 失能老年人 where 失能老人 is asked of
        if _CONDITION.match(name):
            continue  # 300万元 in a cell is no name that 3000万元 in the question would differ from
        if _COUNTER.search(name):
            frame = _COUNTER.sub(lambda found: _COUNTER_OF[_sort_of(found.group())], re.escape(name))
            if re.search(frame, asked):
                return True
        elif len(name) > 2 and not _TWO_CASES.search(asked):
            for start in range(len(asked) - len(name) + 1):
                there = asked[start : start + len(name)]
                differing = sum(a != b for a, b in zip(name, there, strict=True))
                if differing <= _ALIKE * len(name) and there not in row.cells and there not in governing:
                    return True
    return False


def _sort_of(counter: str) -> int:
    return 0 if counter[0].isdigit() else 1 if counter[0].isascii() else 2


def _of_the_cells_named(
    asked: str, rows: Sequence[NamedRow], fitting: Sequence[int], telling: Sequence[str]
) -> list[int]:
    """The rows whose cell the question names, in each column of which it names any: 村书记 is of the rows 村.

    Of a question for two cases (书记和委员) the named cell may be one of them only; the rows of the other stay.
    """
    columns: dict[str, dict[str, set[int]]] = {}
    for i in fitting:
        for cell in rows[i].row.cells:
            text = squeezed_text(cell.text)
            if (
                cell.column
                and not COUNTING.match(cell.column)
                and 0 < len(text) <= LONGEST_NAME
                and not text.isdecimal()
            ):
                columns.setdefault(cell.column, {}).setdefault(text, set()).add(i)
    left = set(fitting)
    for texts in columns.values():
        named = {text for text in texts if is_named(text, asked)}
        named = {text for text in named if not any(text != other and text in other for other in named)}
        here = left & set().union(*(texts[text] for text in named))
        if here and not (_TWO_CASES.search(asked) and _lost(telling, rows, left, here)):
            left = here
    return [i for i in fitting if i in left]


def _lost(words: Sequence[str], rows: Sequence[NamedRow], before: set[int], after: set[int]) -> bool:
    """Whether a word that some of the rows hold stands in none of those left."""
    return any(
        any(holds(rows[i].cells, w) for i in before) and not any(holds(rows[i].cells, w) for i in after) for w in words
    )
