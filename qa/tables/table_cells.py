"""Which cells of a row answer, and the row as it is read out: 职务：党支部书记，补贴标准：每月300元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ingest.model import TableCell, TableRow
from qa.language.contrast import conflicts, fits_condition
from qa.language.lexicon import same_words
from qa.language.sentences import squeezed_text
from qa.language.sides import side_of_cell
from qa.language.values import FIGURED, value_spans
from qa.model import Interpretation, ValueKind

# Columns that count the rows and say nothing.
NAME = re.compile(r"[0-9a-z]*[\u4e00-\u9fff][\u4e00-\u9fff0-9a-z]*")  # squeezed; a bare number names nothing
_SUM = re.compile(r"\d[\d.,]*[万亿千百]*元|%")
OTHERING = "副非半"  # what makes another case of the word it stands before: 副书记, 非住宅, 半失能
_NO_HALF = "一减过大各对"  # 减半收取, 一半费用: half of something else than the word behind
COUNTING = re.compile(r"^(?:序号?|编号|号|No\.?)$")
_BARE_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:[-—~～至]\d[\d,]*(?:\.\d+)?)?")
# 标准（元/月） | 单位：万元 | 金额(元)
_UNIT_OF_NAME = re.compile(r"[(（](?:单位[:：])?(?P<unit>[^()（）\d]{1,8})[)）]")
# What the column of an asked kind is called.
_NAMES_OF = {
    ValueKind.BODY: re.compile(r"(?<!工作)单位|部门|牵头|责任|负责|机构|机关|主体|处室|科室|局$"),
    ValueKind.PERSON: re.compile(r"姓名|人员|联系人|负责人|责任人|组长|名单"),
    ValueKind.TELEPHONE: re.compile(r"电话|手机|联系方式|传真"),
    ValueKind.DATE: re.compile(r"时间|日期|期限|时限|节点|进度|何时"),
}
_YEAR = re.compile(r"(?:19|20)\d{2}年")
_LEVEL = re.compile(r"[省市县区乡镇村州国]级|[省市县]直|[城农]村|[城]镇|[城]区")
_BARE = re.compile(r"\d[\d,]*(?:\.\d+)?|\d{1,2}[:：]\d{2}(?:[-—~～至]\d{1,2}[:：]\d{2})?")
_HOLDER = re.compile(r"(?P<does>[\u4e00-\u9fff]{2,6}?)(?:人员?|者|单位|部门|机构|机关|领导|老师)")
_WHO = re.compile(r"谁|哪|何人|什么(?:人|单位|部门)")
_WHO_IS = re.compile(r"是谁|何人|哪位|叫什么")
# Columns whose bare numbers are not of the unit that stands over the table.
_OF_ANOTHER_MEASURE = re.compile(
    r"比例|占比|比重|率$|数$|数量|年限|分值|得分|面积|权重|系数|年龄|名额|学时|课时|年度|年份|电话|日期|时间"
)
_LEADS, _HELPS = re.compile(r"牵头|责任|负责|主管|主办"), re.compile(r"配合|协办|协助|参与|参加")
# What a bare number counts, by the name of its column.
_COUNTED = re.compile(
    r"(?P<unit>人|户|次|天|分|期|课时|学时)(?:数|值)$|(?P<name>名额)$|(?P<age>年龄)$|(?P<hours>学时|课时)$"
)


def holds(text: str, word: str) -> bool:
    """Whether a text says a word, in these or in other words for it; 副书记 is no 书记."""
    return any(_stands(text, way) for way in _ways_of(word))


@lru_cache(maxsize=4096)
def _ways_of(word: str) -> tuple[str, ...]:
    return (word, *map(squeezed_text, same_words().get(word, ())))


def _stands(text: str, word: str) -> bool:
    place = text.find(word)
    while place >= 0:
        before = text[place - 1 : place]
        if not before or before not in OTHERING or word[0] in OTHERING:
            return True
        if before == "半" and place > 1 and text[place - 2] in _NO_HALF:
            return True
        place = text.find(word, place + 1)
    return False


def said_of(
    row: TableRow,
    asked: str,
    interpretation: Interpretation,
    words: Sequence[str],
    telling: Sequence[str],
    governed: Sequence[str],
    unit: str | None,
    apart: frozenset[str] = frozenset(),
    weighed: frozenset[str] = frozenset(),
) -> str | None:
    """「职务：党支部书记，补贴标准：每月300元」: what names the row, and the cells that answer; None where none does.

    `weighed`: the columns by whose printed ranges the row was found.
    """
    cells = [cell for cell in once(row.cells) if not COUNTING.match(cell.column)]
    keys = _naming_cells(cells, telling)
    keys += [c for c in cells if c not in keys and c.column in weighed]
    keys += [c for c in cells if c not in keys and any(name in c.text for name in interpretation.regions)]
    keys += [c for c in cells if c not in keys and is_named(squeezed_text(c.text), asked)]
    values = _answering(cells, keys, asked, interpretation, words, governed, unit)
    if not values and ValueKind.PERSON in interpretation.wants:
        # 组长 | 张某某 | 副市长, without names of columns: who holds the post that is asked about.
        posts = [c for c in keys if not c.column and squeezed_text(c.text) in asked]
        values = [c for c in cells if posts and c not in keys and not c.column]
    if not values:
        return None
    keys = [c for c in keys if c not in values] or [c for c in cells if c not in values][:1]
    if not any(cell.column in apart for cell in keys):
        keys = [
            *[c for c in cells if c.column in apart and c not in values and not re.search(r"\d", c.text)][:1],
            *keys,
        ]
    keys = [cell for cell in cells if cell in keys]  # in printed order
    return "，".join(_pair(cell, unit if cell in values else None) for cell in (*keys, *values))


def side_said(row: TableRow, question: str, words: Sequence[str], telling: Sequence[str]) -> str | None:
    """「不可以。类别：能够自理的老年人，机构养老：不予补贴」; None where no one cell is asked of."""
    cells = [cell for cell in once(row.cells) if not COUNTING.match(cell.column)]
    keys = _naming_cells(cells, telling)
    rest = [cell for cell in cells if cell not in keys and cell.column]
    said = {cell.column: sum(holds(squeezed_text(cell.column), w) for w in words) for cell in rest}
    asked = [cell for cell in rest if said[cell.column] == max(said.values()) > 0] or rest
    if len(asked) != 1 or not keys:
        return None
    named = "，".join(_pair(cell, None) for cell in (*keys, *asked))
    return f"{side_of_cell(question, asked[0].text)}。{named}"


def is_named(name: str, asked: str) -> bool:
    """Whether the question names a cell whole: 1月2日 is no part of 11月2日."""
    before = r"(?<!\d)" if name[:1].isdigit() else ""
    after = r"(?!\d)" if name[-1:].isdigit() else ""
    if not NAME.fullmatch(name) or _SUM.search(name):
        return False
    return re.search(f"{before}{re.escape(name)}{after}", asked) is not None


def _naming_cells(cells: Sequence[TableCell], telling: Sequence[str]) -> list[TableCell]:
    """The first cells that between them hold the words which tell the row from the others."""
    keys: list[TableCell] = []
    open_words = list(telling)
    for cell in cells:
        here = [w for w in open_words if holds(squeezed_text(cell.text), w)]
        if here:
            keys.append(cell)
            open_words = [w for w in open_words if w not in here]
    return keys


def _answering(
    cells: Sequence[TableCell],
    keys: Sequence[TableCell],
    asked: str,
    interpretation: Interpretation,
    words: Sequence[str],
    governed: Sequence[str],
    unit: str | None,
) -> list[TableCell]:
    """The cells of a row that state what is asked for; [] where none does, or columns named in the question do not."""
    stating = _of_asked_name(_stating(cells, keys, asked, interpretation, unit), asked, interpretation.wants)
    stating = _as_it_now_stands(stating, asked)
    years = [f"{year}年" for year in interpretation.matter_years]
    named_years = [c for c in cells if _YEAR.search(c.column)]
    if years and named_years and not any(y in squeezed_text(c.column) or y in c.text for c in cells for y in years):
        return []  # the columns are of other years
    columns = {c.column: squeezed_text(c.column) for c in cells}
    ages = [c for c in stating if fits_condition(asked, columns[c.column]) is True]
    stating = ages or [c for c in stating if fits_condition(asked, columns[c.column]) is None]
    rest = asked
    for key in keys:  # 云山县 before 城市 is no 县城
        rest = rest.replace(squeezed_text(key.text), "，")
    stating = [c for c in stating if not conflicts(rest, columns[c.column], "")]
    # Words that name some of the columns and not all of them, and do not name the row: 省级, 2022年.
    levels = _LEVEL.findall(asked)
    naming = [
        w
        for w in dict.fromkeys((*words, *years, *levels))
        if 0 < sum(holds(name, w) for name in columns.values()) < len(columns)
    ]
    # The first column says what the rows are of: its name is no column asked for.
    labels = [*keys, *(c for c in cells[:1] if c not in stating)]
    naming = [w for w in naming if not any(holds(f"{columns[k.column]}:{squeezed_text(k.text)}", w) for k in labels)]
    # What governs the whole table tells its columns apart only where nothing else does: 职工 of 职工医保 in 在职职工.
    apart = [w for w in naming if w not in governed] or naming
    said = {c.column: sum(holds(columns[c.column], w) for w in apart) for c in stating}
    most = max(said.values(), default=0)
    if not most and figured(interpretation) and any(w not in governed for w in naming):
        return []  # the question names a column, and what it asks for stands in another
    return [c for c in stating if said[c.column] == most]


def figured(interpretation: Interpretation) -> list[ValueKind]:
    """The kinds of figures wanted; 联系人是谁 wants the name with the number, not the number alone."""
    return [] if ValueKind.PERSON in interpretation.wants else [k for k in interpretation.wants if k in FIGURED]


def _stating(
    cells: Sequence[TableCell], keys: Sequence[TableCell], asked: str, interpretation: Interpretation, unit: str | None
) -> list[TableCell]:
    """The cells that hold a value of the kind asked for, or stand under a column that is called what it would be."""
    if kinds := figured(interpretation):
        with_value = [c for c in cells if value_spans(kinds, _with_unit(c, unit), asked, interpretation.unit)]
        bare = [
            c for c in cells if c not in keys and _asked_by_name(c.column, asked) and _BARE.fullmatch(c.text.strip())
        ]
        return with_value or bare  # 末班车 | 21:30: what stands under the very name asked for, as printed
    key_columns = {key.column for key in keys}  # a number beside the name, under the same head, is no answer
    named = [c for c in cells if c not in keys and c.column and c.column not in key_columns]
    if by_question := [c for c in named if _asked_by_name(c.column, asked)]:
        return by_question
    # 指挥长是谁 wants a name where the table gives names; 由谁负责 wants a body.
    by_name = _WHO_IS.search(asked) and any(_NAMES_OF[ValueKind.PERSON].search(c.column) for c in named)
    wants = (ValueKind.PERSON,) if by_name else interpretation.wants
    patterns = [_NAMES_OF[kind] for kind in wants if kind in _NAMES_OF]
    return [c for c in named if any(pattern.search(c.column) for pattern in patterns)]


def _of_asked_name(cells: Sequence[TableCell], asked: str, wants: Sequence[ValueKind]) -> list[TableCell]:
    """Of several cells that could answer, those whose column is asked for by name, or is called what such columns are."""
    named = [c for c in cells if c.column and _asked_by_name(c.column, asked)]
    if named and len(named) < len(cells):
        return named
    if ValueKind.DATE in wants:
        dated = [c for c in cells if _NAMES_OF[ValueKind.DATE].search(c.column)]
        return dated or list(cells)
    if any(_LEADS.search(c.column) for c in cells):
        return [c for c in cells if not _HELPS.search(c.column)]
    return list(cells)


_FORMER = re.compile(r"^(?:原|旧|调整前|提高前|修订前|此前)|[(（](?:原|旧|调整前)[^)）]*[)）]")
_PRESENT = re.compile(r"^(?:新|现|调整后|提高后|修订后)|[(（](?:新|现|调整后)[^)）]*[)）]")
_ASKS_FORMER = re.compile(
    r"原[来先有定]?|旧|以前|过去|此前|之前|调整前|提高前|新老|变化|变动|涨|增加了?多少|提高了?多少|提高到|对比|比较"
)


def _as_it_now_stands(cells: list[TableCell], asked: str) -> list[TableCell]:
    """Without the cells of a former standard (原标准) beside those of the present one, but where the former is asked for."""
    if _ASKS_FORMER.search(asked) or not any(_PRESENT.search(squeezed_text(c.column)) for c in cells):
        return cells
    return [c for c in cells if not _FORMER.search(squeezed_text(c.column))]


def _asked_by_name(column: str, asked: str) -> bool:
    """Whether the question asks for a column by its name or its last word: 职务是什么, 什么任务 for 重点任务."""
    name = re.sub(r"[(（].*?[)）]", "", squeezed_text(column)).split("/")[-1]
    holder = _HOLDER.fullmatch(name)
    if holder is not None and holder["does"] in asked and _WHO.search(asked):
        return True  # 授课人 for 由谁授课
    return len(name) > 1 and (
        name in asked or re.search(rf"(?:什么|哪[些个项类]|何种?){re.escape(name[-2:])}", asked) is not None
    )


def _with_unit(cell: TableCell, unit: str | None) -> str:
    """A cell's squeezed text; a bare number with the unit that its column or the table names."""
    text = squeezed_text(cell.text)
    if not _BARE_NUMBER.fullmatch(text):
        return text
    if named := _UNIT_OF_NAME.search(cell.column):
        return text + squeezed_text(named["unit"])
    if _OF_ANOTHER_MEASURE.search(cell.column) and not _COUNTED.search(squeezed_text(cell.column)):
        return text
    if counted := _COUNTED.search(squeezed_text(cell.column)):
        return text + (counted["unit"] or ("名" if counted["name"] else "岁" if counted["age"] else "学时"))
    return text + squeezed_text(unit or "")


def _pair(cell: TableCell, unit: str | None) -> str:
    text = " ".join(cell.text.split())
    if (
        unit
        and _with_unit(cell, unit) == squeezed_text(text) + squeezed_text(unit)
        and not _UNIT_OF_NAME.search(cell.column)
    ):
        text = f"{text}（单位：{unit}）"
    return f"{cell.column}：{text}" if cell.column else text


def once(cells: Iterable[TableCell]) -> list[TableCell]:
    """Cells in order, one that covers several columns once, under all their names."""
    found: dict[tuple[str, tuple[int, int]], list[str]] = {}
    for cell in cells:
        names = found.setdefault((cell.text, cell.span), [])
        if cell.column and cell.column not in names:
            names.append(cell.column)
    return [TableCell("、".join(names), text, span) for (text, span), names in found.items()]
