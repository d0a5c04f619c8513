"""Documents that a document names, and clauses of its own: each with its relation, its span and what it points to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.citing.cited_titles import Mention
from ingest.citing.mentions import find_mentions
from ingest.citing.own_parts import own_references
from ingest.citing.pinpoints import ClauseFinder
from ingest.citing.relations import head_relation, relations_of
from ingest.citing.repeal_lists import ListedDocuments
from ingest.document_number import normal_document_number
from ingest.line_forms import DOCUMENT_TYPES
from ingest.model import Clause, Reference, Relation, Span

# 国务院令第300号公布: how the document itself came out, printed under its title.
_PUBLISHED = re.compile(r"^[）)]?\s*(?:公布|发布|颁布)")
# 关于印发国家职业教育改革实施方案的通知: the rule is named without 《》.
#   matches   关于印发…方案的通知 | 关于修改…条例的决定 | 转发省财政厅关于…的意见的通知
_UNMARKED_IN_TITLE = re.compile(
    rf"(?P<verb>印发|转发|批转|发布|公布|颁发|颁布|下发|修改|修订|修正|废止)(?P<name>[^《》〈〉<>，。]{{4,110}}?(?:{'|'.join(sorted(DOCUMENT_TYPES, key=len, reverse=True))})"
    r"(?:[（(][^（）()]{1,20}[）)])?)的(?:通知|决定|公告|通告|命令|令|批复|函)$"
)
# 关于废止部分规定的决定: which ones, the list says.
_NO_ONE_RULE = re.compile(r"部分|一批|有关|相关|若干|以往|过期|不适应|[一二三四五六七八九十\d]+[件个项份]")
# A report or a draft tells of repeals; it does none.
_ONLY_TELLS = re.compile(
    r"(?:报告|总结|汇报|讲话|请示|解读|说明|问答|答复)(?:[（(][^（）()]*[）)])?$|征求[^《》]*意见|[（(](?:征求意见稿|草案|送审稿)[）)]"
)
_NOT_COMPARED = re.compile(r"[\s《》〈〉<>“”\"'‘’]")
_TITLE_REACH = 2000
_ENDS_OR_CHANGES = (Relation.REPEALS, Relation.AMENDS)


def find_references(
    document_text: str, part: Span, clauses: Sequence[Clause], *, own_number: str | None, own_title: str | None
) -> tuple[Reference, ...]:
    """What is named inside a part of the stored text, in printed order; the document itself is left out.

    A clause of the document itself is named by `target` alone (its clause_id; the document_id where the document has no
    such clause). What lapses only in part has a `pinpoint` with its relation `repeals`.
    """
    text = document_text[part[0] : part[1]]
    finder = ClauseFinder(clauses)
    mentions = [*find_mentions(text)]
    listed = ListedDocuments(text, part[0], clauses, own_title)
    mentions += listed.mentions(mentions)
    mentions += _unmarked_in_title(text, own_title, mentions)
    mentions.sort(key=lambda m: m.span)
    relations = relations_of(text, mentions)
    own_key, own_number_key = plain_title(own_title), number_key(own_number)
    annexes = [(plain_title(head.path[0]), head) for head in finder.annexes()]
    references: list[Reference] = []
    for mention, relation in zip(mentions, relations, strict=True):
        clause = finder.at(part[0] + mention.span[0])
        if mention.number and mention.number.normal == own_number_key:
            if mention.title is None:
                continue
            mention = replace(mention, number=None)
        if clause is None and mention.number and mention.title is None and _PUBLISHED.match(text[mention.end :]):
            continue
        reference = Reference(
            relation=relation,
            title=mention.title,
            document_number=mention.number.text if mention.number else None,
            span=(part[0] + mention.span[0], part[0] + mention.span[1]),
            clause_id=clause.clause_id if clause else None,
            pinpoint=mention.pinpoint.text if mention.pinpoint else None,
        )
        # The same title under another number is an earlier edition: 《…办法》（某民发〔2020〕3号）同时废止.
        another_edition = mention.number is not None and (own_number_key or relation in _ENDS_OR_CHANGES)
        if own_key and plain_title(mention.title) == own_key and not another_edition:
            references.extend(_of_itself(reference, clause, finder))
            continue
        if clause is None and (stated := head_relation(text, mention, own_title)):
            reference = replace(reference, relation=stated)
        elif relation is Relation.MENTIONS and (fate := listed.relation(mention, clause)):
            reference = replace(reference, relation=fate)
        if reference.relation in _ENDS_OR_CHANGES and own_title and _ONLY_TELLS.search("".join(own_title.split())):
            reference = replace(reference, relation=Relation.MENTIONS)
        annex = _annex_meant(reference, annexes, finder) if annexes else None
        references.append(replace(reference, target=annex) if annex else reference)
    references = _as_title_says(references)
    references += own_references(document_text, part, clauses, finder, references, own_title)
    return tuple(sorted(references, key=lambda r: r.span))


def _as_title_says(references: list[Reference]) -> list[Reference]:
    """The same with the number that the text gives what the title repeals or amends, where no sentence says so again."""
    said = {
        plain_title(r.title): r.relation for r in references if r.clause_id is None and r.relation in _ENDS_OR_CHANGES
    }
    for name, relation in said.items():
        body = [r for r in references if r.clause_id is not None and plain_title(r.title) == name]
        numbers = {number_key(r.document_number) for r in body if r.document_number}
        if len(numbers) != 1 or any(r.relation is relation for r in body):
            continue  # an edition that stays may bear the title as well
        named = [r for r in body if r.document_number and r.relation is Relation.MENTIONS and r.pinpoint is None]
        references = [replace(r, relation=relation) if r in named[:1] else r for r in references]
    return references


def _of_itself(reference: Reference, clause: Clause | None, finder: ClauseFinder) -> Iterator[Reference]:
    """A document that names itself says nothing, but where it names a clause of its own: 《…办法》第三条."""
    if reference.pinpoint is None or clause is None:
        return
    meant = finder.find(reference.pinpoint, clause)
    target = meant.clause_id if meant else clause.clause_id.partition("#")[0]
    yield replace(reference, relation=Relation.MENTIONS, title=None, document_number=None, target=target)


def _annex_meant(reference: Reference, annexes: Sequence[tuple[str, Clause]], finder: ClauseFinder) -> str | None:
    """The annex of this document that prints what is named: 现将《…办法》印发给你们, with the rule as 附件."""
    key = plain_title(reference.title)
    for name, head in annexes:
        if len(key) >= 4 and key in name:
            meant = finder.find(reference.pinpoint, head) if reference.pinpoint else None
            return (meant or head).clause_id
    return None


def _unmarked_in_title(text: str, own_title: str | None, mentions: Iterable[Mention]) -> list[Mention]:
    """What the document's title says that it issues or amends, named without 《》."""
    match = _UNMARKED_IN_TITLE.search("".join(own_title.split())) if own_title else None
    if match is None or _NO_ONE_RULE.match(match["name"]):
        return []
    place = _place_of(text[:_TITLE_REACH], match["name"])
    if place is None or any(m.span[0] < place[1] and place[0] < m.span[1] for m in mentions):
        return []
    return [Mention(place, match["name"], None)]


def _place_of(text: str, words: str) -> Span | None:
    """Where words stand in a text that may break them over lines."""
    places = [i for i, c in enumerate(text) if not c.isspace()]
    at = "".join(text[i] for i in places).find("".join(words.split()))
    return (places[at], places[at + len(words) - 1] + 1) if at >= 0 else None


@lru_cache(maxsize=1024)  # each title is compared with several
def plain_title(title: str | None) -> str:
    """A title as two of them are compared: no white space, no quotation marks."""
    return _NOT_COMPARED.sub("", title) if title else ""


def number_key(number: str | None) -> str:
    """A number as two of them are compared: its normal form."""
    return (normal_document_number(number) or "".join(number.split())) if number else ""
