"""Answers to word, with the clauses they stand in, as the rest of the program would give them; the notices are made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.model import StoredClause
from ingest.model import Clause, ClauseKind, PolicyDocument, Status
from ingest.quantities import find_quantities
from qa.language.citations import citation_of
from qa.model import Answer, AnswerOutcome, AsksFor, Finding, Interpretation, Statement
from qa.phrasing.clause_gate import clause_gate
from qa.phrasing.model import SentenceGate

GOOD = "仪征规定，党组织书记的岗位补助按每月不低于300元的标准发放，列入部门预算。[1]\n丽水规定，给予适当的岗位补助，不得重复领取。[2]"


@dataclass(frozen=True)
class Notice:
    """A clause of a made-up notice, and what an answer quotes of it."""

    number: str
    region: str | None
    quote: str
    more: str = ""  # of the clause, behind the quote
    title: str = "关于做好离退休干部工作的意见"
    status: Status = Status.IN_FORCE
    newer: str | None = None
    file_hash: str = "11111111"

    @property
    def clause_id(self) -> str:
        return f"{self.number}~{self.file_hash}#二/（三）"

    @property
    def stored(self) -> StoredClause:
        text = f"（三）落实待遇。{self.quote}{self.more}"
        path = ("二、保障措施", "（三）落实待遇")
        clause = Clause(self.clause_id, path, "（三）", path[1], text, (0, len(text)), None, (), 2, ClauseKind.CLAUSE)
        document = PolicyDocument(
            self.clause_id.split("#")[0],
            text,
            (0, len(text)),
            self.title,
            self.number,
            region=self.region,
            status=self.status,
        )
        return StoredClause(clause, document, "甲.txt", 1)

    @property
    def finding(self) -> Finding:
        stored = self.stored
        start = stored.clause.text.index(self.quote)
        span = (start, start + len(self.quote))
        return Finding(
            document_id=stored.document.document_id,
            file=stored.file,
            region=self.region,
            clause_id=self.clause_id,
            path=stored.clause.path,
            citation=citation_of(stored.document, stored.clause.path),
            quote=self.quote,
            span=span,
            quantities=tuple(
                q
                for q in find_quantities(stored.clause.text, (stored.clause,))
                if span[0] <= q.span[0] and q.span[1] <= span[1]
            ),
            status=self.status,
            score=1.0,
            newer=self.newer,
        )


WITH_SUM = Notice(
    "甲办发〔2022〕5号", "江苏扬州仪征", "给予离退休干部党组织书记岗位补助，按每月不低于300元的标准发放，列入部门预算。"
)
WITHOUT_SUM = Notice("乙委发〔2020〕8号", "浙江丽水", "担任离退休干部党组织书记的，给予适当的岗位补助，不得重复领取。")
FIRST_LINE = "江苏扬州仪征：每月不低于300元；浙江丽水：有规定，未定金额。"


def answer(
    *notices: Notice,
    question: str = "党支部书记补贴标准",
    first: str = "",
    asks_for: AsksFor = AsksFor.AMOUNT,
) -> Answer:
    """What the notices say to a question; without any the plain no."""
    findings = tuple(notice.finding for notice in notices)
    lines = [Statement(first, tuple(f.clause_id for f in findings))] if first else []
    lines += [Statement(f"{f.region or ''}：「{f.quote}」", (f.clause_id,)) for f in findings]
    return Answer(
        question=question,
        interpretation=Interpretation((), (), (), ("补贴",), asks_for),
        outcome=AnswerOutcome.ANSWERED if findings else AnswerOutcome.NOT_FOUND,
        answer="\n".join(line.text for line in lines) if findings else "没有找到。",
        statements=tuple(lines),
        findings=findings,
        silent=(),
        nearest=(),
        why_not=None if findings else "没有找到补贴的数额",
        milliseconds=1.0,
    )


def clause_of(*notices: Notice) -> Callable[[str], StoredClause | None]:
    """The library of these notices."""
    clauses = {notice.clause_id: notice.stored for notice in notices}
    return clauses.get


def gate_of(given: Answer, *notices: Notice) -> SentenceGate:
    """The gate over the clauses of these notices."""
    return clause_gate(given, clause_of(*notices))


def two_regions() -> Answer:
    """仪征 sets a figure, 丽水 leaves it open."""
    return answer(WITH_SUM, WITHOUT_SUM, first=FIRST_LINE)


def passes_all(text: str, citations: object) -> str | None:
    """A gate that lets everything through: what is then dropped was dropped by qa/phrasing itself."""
    return None


@dataclass
class Scripted:
    """A model that writes what it is told, and keeps what it was asked."""

    reply: str
    asked: str = ""

    def pieces(self, messages: object, *, streamed: bool) -> list[str]:
        self.asked = str(messages)
        return [self.reply]
