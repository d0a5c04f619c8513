"""What stands around an original: how it stands today, what it cites and who cites it, its older and newer editions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from index.lineage import Link, Named
from index.listed import ListedDocument
from index.standing import Standing
from ingest.model import PolicyDocument, Relation, Status
from qa.asking.catalogue import holds_in, stands_over
from qa.language.citations import place_of, title_of
from qa.language.formal_citations import day_in_words
from qa.standing.standing import ENDED_WORDS
from web.shown_text import shown

_RELATIONS = {
    Relation.BASED_ON: "依据",
    Relation.FORWARDS: "印发或转发",
    Relation.IMPLEMENTS: "贯彻落实",
    Relation.REPEALS: "废止",
    Relation.AMENDS: "修改",
    Relation.MENTIONS: "提到",
}
_MOST_LISTED = 60  # references in one direction


@dataclass(frozen=True, slots=True)
class Banner:
    """A line above a document that must not be overlooked."""

    text: str
    grave: bool  # the document does not apply
    opens: str | None = None  # clause_id or document_id of what says so
    action: str = "查看依据"


def banners_of(
    document: PolicyDocument,
    standing: Standing,
    *,
    begins_on: date | None = None,
    wanted_regions: Sequence[str] = (),
    title_of_id: Callable[[str], str | None] = lambda _: None,
) -> tuple[Banner, ...]:
    """What is to be known of a document before it is used: ended, on trial, not begun, of another place, edited anew."""
    banners: list[Banner] = []
    ended = ENDED_WORDS.get(standing.status) or ENDED_WORDS.get(document.status)
    by = title_of_id(standing.by) if standing.by else None
    if ended:
        until = f"（有效期至 {day_in_words(document.expires_on)}）" if document.expires_on else ""
        because = f"，见{by}" if by else until
        banners.append(Banner(f"{ended}：这份文件{ended}{because}。", True, standing.proof or standing.by))
    elif not standing.begun:
        from_day = f"，自{day_in_words(begins_on)}起" if begins_on else ""
        banners.append(Banner(f"尚未施行{from_day}。", True, standing.proof))
    elif Status.TRIAL in (standing.status, document.status):
        banners.append(Banner("试行：这份文件是试行、暂行的。", False, standing.proof))
    if standing.newer:
        newer = title_of_id(standing.newer) or standing.newer
        banners.append(Banner(f"已有较新版本：{newer}。", False, standing.newer, "打开新版"))
    if wanted_regions and document.region and not _is_of(document.region, wanted_regions):
        banners.append(Banner(f"其他地区：这是{document.region}的文件，所选范围是{'、'.join(wanted_regions)}。", False))
    return tuple(banners)


def _is_of(region: str, wanted: Sequence[str]) -> bool:
    return any(holds_in(region, place) or stands_over(region, place) for place in wanted)


def banners_html(banners: Iterable[Banner]) -> str:
    """The lines, each with a button to what says so."""
    return "".join(
        f'<div class="banner{" grave" if b.grave else ""}" role="note"><p>{shown(b.text)}</p>'
        + (
            f'<p class="actions"><button type="button" data-open="{shown(b.opens)}">{shown(b.action)}</button></p>'
            if b.opens
            else ""
        )
        + "</div>"
        for b in banners
    )


def links_html(
    cites: Sequence[Link],
    cited_by: Sequence[Link],
    place_of_clause: Callable[[str], tuple[str, str] | None],
    may_open: Callable[[str], bool] = lambda _: True,
) -> str:
    """What the document cites and who cites it; `place_of_clause` gives a clause's token here and how it is called.

    A document that this page may not show is named as one that the library does not have.
    """
    cites = [
        link if link.cited.document_id is None or may_open(link.cited.document_id) else _outside(link) for link in cites
    ]
    return (
        '<section class="links"><h2>引用关系</h2>'
        + _direction("本文引用的文件", _grouped(cites, lambda link: link.cited), place_of_clause)
        + _direction("引用本文的文件", _grouped(cited_by, lambda link: link.citing), None)
        + "</section>"
    )


def _outside(link: Link) -> Link:
    named = Named(None, link.reference.title, link.reference.document_number)
    return replace(link, cited=named, clause_id=None)


def _grouped(links: Sequence[Link], other: Callable[[Link], Named]) -> list[tuple[Named, list[Link]]]:
    """The links by the document at their other end, in the order of the first of each."""
    found: dict[str, tuple[Named, list[Link]]] = {}
    for link in links:
        named = other(link)
        found.setdefault(named.key, (named, []))[1].append(link)
    return list(found.values())


def _direction(
    heading: str,
    named: Sequence[tuple[Named, list[Link]]],
    place_of_clause: Callable[[str], tuple[str, str] | None] | None,
) -> str:
    if not named:
        return f'<h3>{heading}</h3><p class="note">没有。</p>'
    rows = "".join(_linked(n, links, place_of_clause) for n, links in named[:_MOST_LISTED])
    rest = len(named) - _MOST_LISTED
    more = f'<p class="note">另有 {rest} 份没有列出。</p>' if rest > 0 else ""
    return f"<h3>{heading}（{len(named)}）</h3><ul>{rows}</ul>{more}"


def _linked(
    named: Named, links: Sequence[Link], place_of_clause: Callable[[str], tuple[str, str] | None] | None
) -> str:
    relations = "、".join(dict.fromkeys(_RELATIONS[link.reference.relation] for link in links))
    name = " ".join(filter(None, (f"《{named.title}》" if named.title else None, named.document_number)))
    if named.document_id is None:
        row = f'{shown(name)} <span class="outside">库外</span>'
    else:
        meant = next((link.clause_id for link in links if link.clause_id), None) if place_of_clause else None
        row = _open_button(meant or named.document_id, name or named.document_id)
    if named.region:
        row += f' <span class="region">{shown(named.region)}</span>'
    return f'<li><span class="relation">{relations}</span> {row}{_places(links, place_of_clause)}</li>'


def _places(links: Sequence[Link], place_of_clause: Callable[[str], tuple[str, str] | None] | None) -> str:
    """Buttons to the sentences that name it: in this document, or in the one that cites."""
    clauses = list(dict.fromkeys(link.reference.clause_id for link in links if link.reference.clause_id))[:6]
    buttons = []
    for clause_id in clauses:
        if place_of_clause is None:
            buttons.append(_open_button(clause_id, f"见{_marker_of(clause_id)}"))
        elif (found := place_of_clause(clause_id)) is not None:
            buttons.append(f'<button type="button" data-go="{found[0]}">见本文{shown(found[1])}</button>')
    return f' <span class="at">{"".join(buttons)}</span>' if buttons else ""


def _marker_of(clause_id: str) -> str:
    return place_of(clause_id.partition("#")[2].split("/")) or "原文"


def _open_button(opens: str, name: str) -> str:
    return f'<button type="button" data-open="{shown(opens)}">{shown(name)}</button>'


def versions_html(document_id: str, versions: Sequence[ListedDocument]) -> str:
    """The editions of the rule by date, each older or newer one with the way to what changed; "" for a single one."""
    if not versions:
        return ""
    own = next((i for i, v in enumerate(versions) if v.document_id == document_id), None)
    rows = "".join(_version(v, i, own, document_id) for i, v in enumerate(versions))
    return f'<section class="versions"><h2>版本（{len(versions)}）</h2><ol>{rows}</ol></section>'


def _version(version: ListedDocument, place: int, own: int | None, document_id: str) -> str:
    day = version.dated_on or version.printed_on
    told = "，".join(filter(None, (version.document_number, day_in_words(day) if day else "日期不详")))
    name = f"{title_of(version)}（{told}）"
    if place == own:
        return f'<li aria-current="true">{shown(name)} <span class="own">本文</span></li>'
    older, newer = (
        (version.document_id, document_id) if own is None or place < own else (document_id, version.document_id)
    )
    address = f"./compare?{urlencode({'old': older, 'new': newer})}"
    return (
        f'<li>{_open_button(version.document_id, name)} <a href="{shown(address)}" target="_self">看改了什么</a></li>'
    )
