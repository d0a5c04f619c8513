"""How notices are named: shortly in a stem, in full official form in the list of sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.titles import issuers_in_title, title_key
from ingest.model import PolicyDocument
from ingest.regions import WHOLE_COUNTRY
from qa.language.citations import title_of
from qa.training.model import Basis, Source, Statement


def naming_of(bases: Sequence[Basis]) -> Callable[[Statement], str]:
    """Names a statement's notice so that it is told from every other of these: 浙江丽水《…意见》, with its year if need be."""
    whose: dict[tuple[str | None, str | None], set[str]] = {}
    for basis in bases:
        whose.setdefault((title_key(basis.title), basis.region), set()).add(basis.document_id)

    def name(statement: Statement) -> str:
        basis = statement.basis
        place = basis.region if basis.region and basis.region != WHOLE_COUNTRY.chain else ""
        title = f"《{_short(basis.title or '', place).replace('《', '〈').replace('》', '〉')}》"
        if len(whose.get((title_key(basis.title), basis.region), ())) > 1:
            year = f"{basis.dated_on.year}年" if basis.dated_on else (basis.document_number or "")
            return f"{place}{title}（{year}）" if year else f"{place}{title}"
        return f"{place}{title}"

    return name


def _short(title: str, place: str) -> str:
    """The title without the issuers in front of 关于, where the place already says whose it is."""
    words = " ".join(title.split())
    at = words.find("关于")
    return words[at:] if place and at > 0 and issuers_in_title(words) else words


def source_of(document: PolicyDocument, bases: Sequence[Basis]) -> Source:
    """The document as a list of sources names it, after GB/T 7714: issuers, title, number, kind, date."""
    first = bases[0]
    issuers = "，".join("".join(i.split()) for i in document.issuing_authorities)
    title = title_of(document).removeprefix("《").removesuffix("》")
    number = "".join((document.document_number or "").split())
    day = document.dated_on or document.printed_on
    text = f"{issuers}．" if issuers else ""
    text += f"{title}：{number}［Z］" if number else f"{title}［Z］"
    text += f"．{day.isoformat()}" if day else ""
    notes = []
    if first.newer:
        notes.append("另有新版，请核对")
    if not first.is_rule:
        notes.append("讲话或经验材料，不是政策规定")
    return Source(document.document_id, f"{text}．", first.ended, "；".join(notes), tuple(b.clause_id for b in bases))
