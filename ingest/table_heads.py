"""Which rows of a table name its columns: by what the cells say, where the format does not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.model import Cell

ROWS_LOOKED_AT = 60  # enough to tell what stands in a column
LONGEST_NAME = 24  # printed characters of a column's name
LONGEST_BARE_NAME = 14  # of one that no known word ends

# What columns and labels of official tables are called, or end in.
#   matches   序号 | 补贴标准 | 责任单位 | 联系电话（手机） | 标准（元/月）
#   rejects   300元 | 党支部书记 | 张某某
HEAD_WORD = re.compile(
    r"""(?x)(?:序号|编号|代码|项目|名称|题目|课题|类别|类型|种类|分类|性质|级别|等级|层级|档次|档位|星级|职级
    |标准|金额|额度|限额|数额|数量|总数|人数|名额|名次|单价|价格|费用|经费|资金|预算|投资|补贴|补助|津贴|奖金|奖励|费率|税率|比例|比重|占比|权重
    |分值|分数|得分|评分|扣分|单位|部门|机构|机关|处室|科室|单位名|负责人|责任人|联系人|经办人|主讲人|授课人|主持人
    |规格|型号|内容|事项|任务|举措|措施|要求|目标|指标|条件|对象|范围|方式|方法|途径|形式|渠道|依据|来源|理由|原因|流程|材料|程序
    |备注|说明|含义|解释|时间|日期|期限|时限|时段|时长|学时|课时|周期|频次|次数|阶段|步骤|环节|进度|节点|年度|年份|月份|季度|学期|节假日|假期
    |地点|地址|场所|地区|区域|市县|县区|区县|位置
    |姓名|性别|民族|年龄|职务|职称|学历|学位|专业|籍贯|电话|手机|传真|邮箱|邮编|联系方式|身份|身份证号码?|政治面貌|出生年月|工作单位|岗位|职位
    |合计|小计|总计|总额|上限|下限|最高|最低|现状|情况|状况|结果|文号|文件|条款|条文|违法行为|情形|情节|裁量基准|处罚|幅度|基准|基数|系数|计算公式|面积|密度|期数|班次|参加人员|签名|签字|盖章|审核|依据文件
    )$"""
)
# Names of columns that are the ends of other words too: 王家村, 东街社区, 副组长.
WHOLE_HEAD_WORDS = frozenset(
    "序 号 数 注 村 社区 街道 乡镇 镇街 辖区 省 省份 市 县 城市 成员 组长 工作 人员 意见 县市区 市州 党组织 支部 学校".split()
)
_BRACKETED = re.compile(r"[（(\[【][^（）()\[\]【】]*[）)\]】]$")
_SENTENCE = re.compile(r"[。；;！？!?]")
_FIGURE = re.compile(r"[0-9０-９]|[一二三四五六七八九十百千万]+(?:元|名|人|次|天|个|万|亿|％|%)")
# A name with a figure that sets no value: 60—69岁, 2022年, 第一季度, 3级, 1月, 50人以上.
_NAMES_A_STEP = re.compile(
    r"""(?x)^(?:第?[0-9０-９一二三四五六七八九十]+(?:[-—－~～至到][0-9０-９一二三四五六七八九十]+)?
    (?:周?岁|年度?|月份?|季度|级|类|档|期|号|批|组|等|学期|阶段|星|[日天])(?:[（(]?(?:及|含)?以[上下内前后][）)]?)?
    |[0-9０-９]+(?:[-—－~～至到][0-9０-９]+)?(?:人|万人|户|张|床位)?(?:及|含)?以[上下内])$"""
)
_COLUMN_NUMBERS = re.compile(r"^[（(]?(?:[0-9０-９]{1,2}|[甲乙丙丁ABCDEFG])[）)]?$")
UNIT_LINE = re.compile(r"^[（(]?\s*(?:计量|货币|金额)?单\s*位\s*[：:]\s*[^。；]{1,16}[）)]?$")


def plain_name(text: str) -> str:
    """A name without the spaces that set it apart on paper: 报 告 书 is 报告书."""
    return "".join(text.split())


def is_head_word(text: str) -> bool:
    """Whether a cell is called what columns are called."""
    name = plain_name(text)
    if not name or len(name) > LONGEST_NAME or _SENTENCE.search(name):
        return False
    bare = _BRACKETED.sub("", name).rstrip("：:") or name
    return (bare in WHOLE_HEAD_WORDS or HEAD_WORD.search(bare) is not None) and not _sets_value(bare)


def _sets_value(name: str) -> bool:
    return _FIGURE.search(name) is not None and _NAMES_A_STEP.match(name) is None


def may_name(text: str) -> bool:
    """Whether a cell could name a column: short, no sentence, no figure that sets a value."""
    name = plain_name(text)
    bare = _BRACKETED.sub("", name) or name
    return 0 < len(name) <= LONGEST_NAME and not _SENTENCE.search(name) and not _sets_value(bare)


def header_depth(rows: Sequence[Sequence[Cell]], flagged: Sequence[bool], width: int) -> int:
    """How many of the first rows name the columns; 0 where none evidently does.

    `rows` hold the cells printed in each row; `flagged` says which rows the format calls header rows.
    """
    if not rows:
        return 0
    marked = next((i for i, flag in enumerate(flagged) if not flag), len(flagged))
    if marked == len(rows):
        return 0 if len(rows) == 1 else 1  # a table of nothing but header rows: the first is believed
    if marked:
        return min(_with_row_below(rows, marked, width), len(rows) - 1)
    if not _looks_like_names(rows, width):
        return 0
    return min(_with_row_below(rows, 1, width), len(rows) - 1)


def _looks_like_names(rows: Sequence[Sequence[Cell]], width: int) -> bool:
    """Whether the first row names columns: by its words, or by standing out from the rows below it."""
    first = [cell for cell in rows[0] if cell.text]
    if len(first) < 2 or sum(cell.columns for cell in rows[0]) < width or len(rows) < 2:
        return False
    names = [cell.text for cell in first]
    if not all(may_name(name) for name in names) or not _apart(first):
        return False
    known = [is_head_word(name) for name in names]
    if sum(known) * 2 >= len(names) and sum(known) >= min(2, len(names)):
        return True
    if len(first) < len(rows[0]) - (not rows[0][0].text):
        return False  # a name missing anywhere but over the first column
    return _stands_out(rows, first, led=known[0] or not rows[0][0].text)


def _apart(cells: Sequence[Cell]) -> bool:
    """Whether no name stands twice, unless the same names are printed again for a second half of the table."""
    names = [plain_name(cell.text) for cell in cells]
    return len(set(names)) == len(names) or names == names[: len(set(names))] * (len(names) // len(set(names)))


def _stands_out(rows: Sequence[Sequence[Cell]], first: Sequence[Cell], *, led: bool) -> bool:
    """Whether the first row's short bare names stand over columns of figures or of long text."""
    if any(len(plain_name(cell.text)) > LONGEST_BARE_NAME for cell in first):
        return False
    if not led and any(_FIGURE.search(cell.text) for cell in first):
        return False  # 60—69岁 names a column beside 年龄, not beside just any word
    below: dict[int, list[str]] = {}
    for row in rows[1:ROWS_LOOKED_AT]:
        for cell in row:
            if cell.text:
                below.setdefault(cell.column, []).append(plain_name(cell.text))
    telling = 0
    for cell in first[1:] if led else first:
        texts = below.get(cell.column, [])
        figures = sum(bool(_FIGURE.search(text)) for text in texts)
        long = sum(len(text) for text in texts) > 3 * max(4, len(plain_name(cell.text))) * len(texts)
        telling += bool(texts) and (figures * 5 >= 3 * len(texts) or long)
    return telling * 2 >= max(1, len(first) - 1) and telling > 0


def _with_row_below(rows: Sequence[Sequence[Cell]], depth: int, width: int) -> int:
    """The depth with the rows that divide merged names: 「人数」 over 「男」 and 「女」; and the row that numbers the columns."""
    while depth < len(rows):
        deepest = max(
            (at + cell.rows for at, row in enumerate(rows[:depth]) for cell in row if cell.columns < width), default=0
        )
        if deepest > depth and all(not cell.text or may_name(cell.text) for cell in rows[depth]):
            depth += 1
            continue
        wide = [cell for cell in rows[depth - 1] if 1 < cell.columns < width]
        divided = [
            cell
            for cell in rows[depth]
            if any(w.column <= cell.column < w.column + w.columns for w in wide) and cell.text
        ]
        others = [cell for cell in rows[depth] if cell not in divided and cell.text]
        # Names repeated under a merged name divide it; so do words, where nothing stands beside them.
        if (
            len(divided) >= 2
            and not others
            and all(may_name(cell.text) and not _FIGURE.search(cell.text) for cell in divided)
        ):
            depth += 1
            continue
        if numbers_columns(rows[depth], width):
            depth += 1
            continue
        break
    return depth


def numbers_columns(row: Sequence[Cell], width: int) -> bool:
    """Whether a row does nothing but number the columns: 甲 | 1 | 2 | 3."""
    texts = [plain_name(cell.text) for cell in row if cell.text]
    numbers = [int(text.strip("（）()")) for text in texts if text.strip("（）()").isdecimal()]
    return (
        len(texts) >= 3
        and len(texts) >= width - 1
        and all(_COLUMN_NUMBERS.match(text) for text in texts)
        and len(numbers) >= 2
        and all(after == before + 1 for before, after in pairwise(numbers))
        and numbers[0] <= 2
    )
