"""Lists that a notice gives as headings: 「保障措施包括哪些」 is answered by the headings under 三、保障措施."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.model import Clause, PolicyDocument, Span
from qa.asking.catalogue import Catalogue
from qa.asking.scope import Scope
from qa.language.lexicon import same_words
from qa.language.sentences import sentences_of, squeeze, squeezed_text, tidy
from qa.model import Answer, AsksFor, Finding, Interpretation, Statement
from qa.reading.kind_asked import asks_for_papers
from qa.reading.reader import Reading
from qa.retrieving.silent import silent_among
from qa.saying.outcomes import answered
from qa.saying.wording import label_of
from qa.standing.findings import finding_of

_MARKER = re.compile(
    r"^(?:附[件表]\d{0,2}[:：]?|第[一二三四五六七八九十百\d]+[编章节条]|[(（]?[一二三四五六七八九十百\d]{1,3}[)）]?[、.．]?)\s*"
)
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百零\d]+条$")
# Of what the question says besides the heading, the share of character pairs that the notice's own name must hold.
OF_THE_NOTICE = 0.3
HELD_OF_PAPERS = (
    0.4  # of the matter, by the clause with its headings and title: who asks for papers asks in plain words
)
SHORTEST = 2
LONGEST_STEP = 120  # characters of a sentence that is quoted with the name of its step
LONGEST_SAID = 30  # characters of one that is read out with it


@dataclass(frozen=True, slots=True)
class Item:
    """A clause under the heading, with the words that name it."""

    clause: Clause
    quote: str
    span: Span  # in the stored text
    name: str  # the words without their marker


@dataclass(frozen=True, slots=True)
class Listing:
    """The items under one heading of one notice."""

    reading: Reading  # the reading that led to the heading
    items: tuple[Item, ...]


def asks_for_items(interpretation: Interpretation, question: str) -> bool:
    """Whether the headings under a heading can answer."""
    if interpretation.asks_for is AsksFor.LIST:
        return True
    return interpretation.asks_for in (AsksFor.OTHER, AsksFor.DEFINITION) and bool(
        re.search(r"是什么|有什么|哪几|几[条项个]|内容|$", question)
    )


def headings_asked_for(question: str, interpretation: Interpretation, reading: Reading) -> tuple[str, ...] | None:
    """The path of the innermost heading above a clause that the question names; None where it names none."""
    stored = reading.ranked.stored
    asked = squeezed_text(question)
    for depth in range(len(stored.clause.path) - 1, 0, -1):
        name = named_in(stored.clause.path[depth - 1], asked)
        if name is None:
            continue
        rest = squeezed_text(interpretation.subject).replace(name, "")
        about = squeezed_text(
            "".join(
                (stored.document.title or "", *stored.document.issuing_authorities, *stored.clause.path[: depth - 1])
            )
        )
        pairs = {rest[i : i + 2] for i in range(len(rest) - 1)}
        of_papers = _PAPERS.fullmatch(name) is not None and reading.held >= HELD_OF_PAPERS
        if of_papers or len(pairs) < SHORTEST or sum(p in about for p in pairs) >= OF_THE_NOTICE * len(pairs):
            return stored.clause.path[:depth]
    return None


# 优化办理流程, 申领程序: a heading over the steps, however it is put, where a question asks for them.
_STEPS = re.compile(r"(?P<steps>流程|程序|步骤)$")
_ASKS_STEPS = re.compile(
    r"流程|程序|步骤|手续|(?:怎么|如何|怎样|咋)(?:去)?(?:申请|申报|申领|办理|办|报名|领取)|走哪[几些]步|分几步"
)


# 投保材料清单, 所需材料: a heading over what is handed in, where a question asks for that.
_PAPERS = re.compile(r"(?P<papers>材料|资料|证件)(?:清单|目录|名录|一览表?|要求)?$")


def named_in(heading: str, asked: str) -> str | None:
    """The words by which the question names a heading; None where it does not."""
    bare = _MARKER.sub("", squeezed_text(heading)).rstrip("。:：")
    if len(bare) < SHORTEST:
        return None
    if bare in asked:
        return bare
    if (steps := _STEPS.search(bare)) and _ASKS_STEPS.search(asked):
        return steps["steps"]
    if (papers := _PAPERS.search(bare)) and asks_for_papers(asked):
        return papers["papers"]
    return next((other for other in same_words().get(bare, ()) if other in asked), None)


def listing_under(document: PolicyDocument, path: Sequence[str], reading: Reading) -> Listing | None:
    """The clauses right under a heading, in printed order; None where there are not several."""
    depth = len(path)
    below = [c for c in document.clauses if len(c.path) == depth + 1 and c.path[:depth] == tuple(path)]
    if _names_steps(path) and any(_ARTICLE.match(squeezed_text(c.path[-1])) for c in below):
        return None  # the articles of a chapter on 申领程序 are rules, one of which may list the steps
    items = tuple(_step(c) if _names_steps(path) else _item(c) for c in below)
    return Listing(reading, items) if len(items) > 1 else None


def _announced(reading: Reading) -> tuple[str, ...] | None:
    """The path of a clause whose quote ends by announcing what the items under it say: 包括："""
    clause = reading.ranked.stored.clause
    ends = clause.text.rstrip().endswith((":", "：")) and reading.quote.rstrip().endswith((":", "："))
    return clause.path if ends else None


def _item(clause: Clause) -> Item:
    """The printed heading of a clause; the first sentence of a 条, which has none."""
    heading = squeezed_text(clause.path[-1])
    pressed = squeeze(clause.text)
    if _ARTICLE.match(heading) or not pressed.text.startswith(heading):
        first = sentences_of(clause.text)[0]
        start, end = first.span
    else:
        start, end = pressed.printed(0, len(heading))
    quote = clause.text[start:end]
    name = _MARKER.sub("", squeezed_text(quote)).rstrip("。；;")
    return Item(clause, quote, (clause.span[0] + start, clause.span[0] + end), name or squeezed_text(quote))


def _names_steps(path: Sequence[str]) -> bool:
    return _STEPS.search(squeezed_text(path[-1]).rstrip("。:：")) is not None


def _step(clause: Clause) -> Item:
    """The heading of a step with its first sentence, which says who does what, and by when."""
    item = _item(clause)
    end = item.span[1] - clause.span[0]
    following = next((s for s in sentences_of(clause.text) if s.span[1] > end + 1), None)
    if following is None or following.span[1] - following.span[0] > LONGEST_STEP:
        return item
    quote = clause.text[item.span[0] - clause.span[0] : following.span[1]]
    said = tidy(clause.text[max(following.span[0], end) : following.span[1]]).strip("。；; ")
    name = f"{item.name}：{said}" if 0 < len(said) <= LONGEST_SAID and said != item.name else item.name
    return Item(clause, quote, (item.span[0], item.span[0] + len(quote)), name)


class WholeDocuments(Protocol):
    """Where the clauses under a heading are read."""

    def document(self, document_id: str) -> PolicyDocument:
        """A document whole."""


# Notices whose headings are looked at for one question: reading each whole costs a millisecond.
MOST_NOTICES = 8


def listings_for(
    library: WholeDocuments, question: str, interpretation: Interpretation, readings: Sequence[Reading]
) -> list[Listing]:
    """The lists that notices give under the heading that the question names, best notice first."""
    if not asks_for_items(interpretation, question):
        return []
    found: dict[str, Listing] = {}
    for reading in readings:
        document_id = reading.ranked.stored.document.document_id
        if document_id in found or len(found) >= MOST_NOTICES:
            continue
        path = headings_asked_for(question, interpretation, reading) or _announced(reading)
        if path is not None and (listing := listing_under(library.document(document_id), path, reading)):
            found[document_id] = listing
    return list(found.values())


def answer_from_headings(
    question: str, interpretation: Interpretation, scope: Scope, catalogue: Catalogue, listings: Sequence[Listing]
) -> Answer:
    """Every item of every list, each cited; a short line with their names first."""
    leaders = [listing.reading for listing in listings]
    lines: list[Statement] = []
    for listing in listings:
        label = label_of(listing.reading, leaders, question)
        said = "".join(f"「{tidy(item.quote)}」" for item in listing.items)
        lines.append(Statement(f"{label}：{said}" if label else said, _cited(listing)))
    names = "；".join(item.name for item in listings[0].items)
    label = label_of(leaders[0], leaders, question)
    leading = Statement(f"{label}：{names}。" if label else f"{names}。", _cited(listings[0]))
    findings = tuple(_finding(listing, item) for listing in listings for item in listing.items)
    voices = {f.document_id for f in findings}
    silent = silent_among(catalogue, scope, voices)
    return answered(question, interpretation, scope, (leading, *lines), findings, silent=silent)


def _cited(listing: Listing) -> tuple[str, ...]:
    return tuple(item.clause.clause_id for item in listing.items)


def _finding(listing: Listing, item: Item) -> Finding:
    stored = listing.reading.ranked.stored
    return finding_of(stored, item.clause, item.quote, item.span, listing.reading.score)
