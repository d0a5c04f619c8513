"""Comparisons of our own to write into files: a small one that reads well, and one with everything that breaks files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from index.model import StoredClause
from ingest.model import Clause, ClauseKind, PolicyDocument, Relation, Status
from qa.comparing.model import (
    Arrow,
    CarriedOut,
    Cell,
    ChainLink,
    ChainRow,
    Column,
    ColumnDocument,
    Comparison,
    PolicyChain,
    Quote,
    Row,
    SilentNotice,
    Verb,
)
from qa.language.citations import citation_of

MADE_ON = date(2024, 5, 1)


@dataclass
class Maker:
    """Makes notices, clauses and quotes that belong together."""

    clauses: dict[str, StoredClause] = field(default_factory=dict)

    def clause_of(self, clause_id: str) -> StoredClause | None:
        return self.clauses.get(clause_id)

    def quote(
        self,
        document: PolicyDocument,
        marker: str,
        text: str,
        *,
        before: str = "",
        marked: Sequence[str] = (),
        status: Status = Status.UNKNOWN,
        newer: str | None = None,
        verb: Verb | None = None,
    ) -> Quote:
        clause_id = f"{document.document_id}#{marker}"
        whole = f"{marker}{before}{text}"
        clause = Clause(
            clause_id, (f"{marker}要求",), marker, None, whole, (100, 100 + len(whole)), 2, (), 1, ClauseKind.CLAUSE
        )
        self.clauses[clause_id] = StoredClause(clause, document, f"{document.region}.pdf", len(self.clauses))
        start = 100 + len(marker) + len(before)
        spans = tuple((start + text.index(words), start + text.index(words) + len(words)) for words in marked)
        return Quote(
            document.document_id, clause_id, clause.path, f"《{document.title}》", text, (start, start + len(text)),
            f"{document.region}.pdf", status, (), (), verb, spans, newer=newer,
        )  # fmt: skip


def notice(region: str, number: str | None, title: str, issuer: str) -> PolicyDocument:
    return PolicyDocument(
        f"{number or title[:6]}~0000", "", (0, 0), title, number, (issuer,), region=region, dated_on=date(2021, 5, 6)
    )


def column(
    document: PolicyDocument, heading: str, *, superior: bool = False, status: Status = Status.UNKNOWN
) -> Column:
    own = ColumnDocument(
        document.document_id, citation_of(document, ()), document.title,
        document.document_number, document.dated_on, status, f"{document.region}.pdf",
    )  # fmt: skip
    return Column(document.region or "", heading, document.region or "", "市", superior, (own,))


PROVINCE = notice("浙江", "浙老干〔2020〕3号", "关于加强离退休干部党建工作的意见", "浙江省委老干部局")
LISHUI = notice("浙江丽水", "丽老干〔2021〕12号", "关于做好离退休干部党支部工作的通知", "丽水市委老干部局")
YIZHENG = notice("江苏扬州仪征", None, "离退休干部党支部工作办法", "仪征市委老干部局")


def small() -> tuple[Comparison, Callable[[str], StoredClause | None]]:
    """Three columns, three rows: figures with arrows, one ended notice, one silence, one chain."""
    make = Maker()
    columns = (
        column(PROVINCE, "浙江（省级）", superior=True),
        column(LISHUI, "浙江丽水（市级）"),
        column(YIZHENG, "江苏扬州仪征（县级）", status=Status.REPEALED),
    )
    meetings = (
        make.quote(PROVINCE, "一、", "党支部每年至少召开4次党员大会。", verb=Verb.MUST),
        make.quote(LISHUI, "（三）", "党支部每季度召\n开党员大会不少于2次，可以送学上门。", marked=("可以送学上门",)),
        make.quote(YIZHENG, "3.", "党员大会每年一次。", status=Status.REPEALED, newer="仪老干〔2023〕1号~0001"),
    )
    pay = make.quote(YIZHENG, "5.", "给予党支部书记每人每月260元工作补贴。", status=Status.REPEALED)
    rows = (
        Row(
            "党员大会",
            (
                Cell("浙江", "浙江", (meetings[0],), Arrow.LOOSER, Arrow.SAME),
                Cell("浙江丽水", "浙江丽水", (meetings[1],), Arrow.STRICTER),
                Cell("江苏扬州仪征", "江苏扬州仪征", (meetings[2],)),
            ),
            differs=True,
        ),
        Row(
            "书记补贴",
            (
                Cell("浙江", "浙江", ()),
                Cell("浙江丽水", "浙江丽水", ()),
                Cell("江苏扬州仪征", "江苏扬州仪征", (pay, meetings[2]), only_here=True),
            ),
            differs=True,
        ),
    )
    chain = PolicyChain(
        columns[0],
        (columns[1],),
        (
            ChainLink(
                Relation.IMPLEMENTS, LISHUI.document_id, None, "《关于离退休工作的意见》（中办发〔2016〕3号）", None
            ),
        ),
        (
            ChainRow("党员大会", (meetings[0],), (CarriedOut("浙江丽水", (meetings[1],)),)),
            ChainRow("书记补贴", (meetings[0],), (CarriedOut("浙江丽水", ()),)),
        ),
    )
    silent = (SilentNotice("鲁林发〔2019〕33号~0002", "山东", "《关于森林防火的通知》（鲁林发〔2019〕33号）"),)
    comparison = Comparison(
        "离退休干部党支部工作", columns, rows, silent, (chain,), ("有的文件已废止",), 12.0
    )  # fmt: skip
    return comparison, make.clause_of


HOSTILE = (
    '=HYPERLINK("http://example.invalid","点我")',
    "+86 4次",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "＝A1",
    "不低于\x0030\x0b0元\x1f。",
    "补贴\u202e003\u202c元，\u200f另行通知",
    "W" * 300,
    "]]></w:t><script>alert(1)</script>&amp;&nbsp;|*_`#[链接](x)",
    "_x0033_00元",
    "半个字符\ud83d结束\ufffe",
    "项目\t每月\t30元\n其他\t\t无",
)


def hostile(columns: int = 5, rows: int = 40) -> tuple[Comparison, Callable[[str], StoredClause | None]]:
    """Many rows and columns; long cells, one of 2,000 characters, and every hostile text."""
    make = Maker()
    sentence = "各级老干部工作部门应当把党支部建设纳入年度计划，定期研究，加强督促检查，确保各项任务落到实处；"
    documents = [
        notice(
            f"浙江第{'一二三四五六七八九十'[n]}市",
            f"浙{n}老干〔2021〕{n + 1}号",
            f"{HOSTILE[n]}工作的通知",
            "某局&某办",
        )
        for n in range(columns)
    ]
    heads = tuple(column(d, f"{d.region}（市级）=1", superior=n == 0) for n, d in enumerate(documents))
    laid = []
    for row in range(rows):
        cells = []
        for place, document in enumerate(documents):
            at = row * columns + place
            text = HOSTILE[at % len(HOSTILE)] if at % 3 == 0 else sentence * (1 + at % 4)
            text = (sentence * 50)[:2000] if (row, place) == (7, 2) else text
            status = Status.REPEALED if at % 11 == 0 else Status.EXPIRED if at % 13 == 0 else Status.IN_FORCE
            quote = make.quote(document, f"{row + 1}.", text, before="另有规定。" * (at % 60), status=status)
            quotes = () if at % 7 == 0 else (quote, replace(quote, text="每年2次。")) if at % 9 == 0 else (quote,)
            arrow = list(Arrow)[at % 3] if at % 4 == 0 else None
            cells.append(Cell(document.region or "", document.region or "", quotes, arrow, arrow))
        laid.append(Row(f"={HOSTILE[row % len(HOSTILE)]}", tuple(cells), differs=row % 2 == 0))
    comparison = Comparison(
        "党建\x07工作&对照=1", heads, tuple(laid), (), (), ("备注\x00",), 1.0, as_of=date(2023, 1, 2)
    )
    return comparison, make.clause_of


def comparison_of(make: Maker, text: str) -> Comparison:
    """One column and one row that says this."""
    quote = make.quote(LISHUI, "一、", text)
    row = Row("要求", (Cell("浙江丽水", "浙江丽水", (quote,)),), differs=False)
    return Comparison("工作", (column(LISHUI, "浙江丽水（市级）"),), (row,), (), (), (), 1.0)


NOTHING = Comparison("没有人说到的事", (), (), (), (), ("没有文件说到",), 1.0)
