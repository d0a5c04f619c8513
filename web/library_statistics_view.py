"""A library in figures as HTML: tables with bars that a keyboard and a screen reader can go through; no pictures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from index.file_listing import NO_REGION as UNNAMED
from index.lineage import Named
from ingest.model import Relation
from qa.overview.coverage import CoverageCell, CoverageRegion, TopicCoverage
from qa.overview.statistics import RegionYears, TimelineLink, TimelineNotice, province_of
from qa.standing.standing import ended_mark
from web.library_view import NO_REGION, action, button
from web.shown_text import shown

_MOST_YEARS = 12
NOT_FOUND = "没有找到"
# (this notice names the other, the other names this notice)
_RELATIONS = {
    Relation.BASED_ON: ("依据", "被依据"),
    Relation.FORWARDS: ("印发、转发", "由其印发、转发"),
    Relation.IMPLEMENTS: ("贯彻落实", "由其贯彻落实"),
    Relation.AMENDS: ("修改", "被修改"),
    Relation.REPEALS: ("废止", "被废止"),
}


def counts_html(counts: RegionYears) -> str:
    """Notices by region and year: each figure leads to its files."""
    years = counts.years[:_MOST_YEARS]
    older = counts.years[_MOST_YEARS:]
    most = max((counts.of_region(r) for r in counts.regions), default=1)
    head = "".join(f'<th scope="col">{_year(y)}</th>' for y in years) + ("<th scope=col>更早</th>" if older else "")
    rows = []
    for region in counts.regions:
        cells = "".join(_count_cell(region, year, counts.counts.get((region, year), 0)) for year in years)
        rest = sum(counts.counts.get((region, y), 0) for y in older)
        total = counts.of_region(region)
        bar = f'<span class="bar" aria-hidden="true"><span style="width:{100 * total // most}%"></span></span>'
        opened = button(
            str(total),
            action(region=region or UNNAMED),
            told=f"{region or NO_REGION}，{total} 份，列出文件",
            kind="link",
        )
        rows.append(
            f'<tr><th scope="row">{shown(region or NO_REGION)}</th><td class="total">{bar}{opened}</td>{cells}'
            + (f"<td>{rest or ''}</td>" if older else "")
            + "</tr>"
        )
    sums = "".join(f"<td>{counts.of_year(y)}</td>" for y in years)
    last = f"<td>{sum(counts.of_year(y) for y in older)}</td>" if older else ""
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="各地区各年份的文件数"><table class="chart counts">'
        f'<caption>各地区各年份的文件数（通知和它印发的文件算一份）</caption><thead><tr><th scope="col">地区</th>'
        f'<th scope="col">合计</th>{head}</tr></thead><tbody>{"".join(rows)}</tbody>'
        f'<tfoot><tr><th scope="row">合计</th><td class="total">{counts.total}</td>{sums}{last}</tr></tfoot></table></div>'
    )


def _count_cell(region: str, year: int | None, n: int) -> str:
    if not n or year is None:  # files are listed by a year, not for want of one
        return f"<td>{n or ''}</td>"
    told = f"{region or NO_REGION}，{_year(year)}，{n} 份，列出文件"
    pressed = action(region=region or UNNAMED, year=str(year))
    return f"<td>{button(str(n), pressed, told=told, kind='link')}</td>"


def _year(year: int | None) -> str:
    return f"{year} 年" if year is not None else "年份不明"


def coverage_html(
    topics: Sequence[TopicCoverage], regions: Sequence[CoverageRegion], *, by_province: bool = False
) -> str:
    """The map: a row for each region, or each province with what lies in it, a column for each topic."""
    head = "".join(f'<th scope="col">{shown(t.topic)}</th>' for t in topics)
    rows = _province_rows(topics, regions) if by_province else _region_rows(topics, regions)
    unread = "、".join(t.topic for t in topics if not t.whole)
    note = (
        f"<p class=note>「{shown(unread)}」的用词太常见，没有全部读完：这一列的「没有找到」不作数。</p>"
        if unread
        else ""
    )
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="主题和地区的覆盖图"><table class="chart map">'
        f'<caption>哪个地区有哪个主题的规定</caption><thead><tr><th scope="col">地区</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{note}"
    )


def _region_rows(topics: Sequence[TopicCoverage], regions: Sequence[CoverageRegion]) -> str:
    return "".join(
        f'<tr><th scope="row">{shown(r.region or NO_REGION)}<span class="facts">{r.notices} 份文件</span></th>'
        + "".join(_map_cell(t.topic, r.region, t.cells.get(r.region)) for t in topics)
        + "</tr>"
        for r in regions
    )


def _map_cell(topic: str, region: str, cell: CoverageCell | None) -> str:
    if cell is None:
        return f'<td class="none">{NOT_FOUND}</td>'
    quote = f"{cell.quote[:80]}……" if len(cell.quote) > 80 else cell.quote
    where = f"{region or NO_REGION}，{topic}"
    if cell.notices:
        label, kind, said = f"{cell.notices} 份", "some", f"{where}：{cell.notices} 份文件写到"
    else:
        label, kind, said = "相近", "near", f"{where}：没有直接写到，{cell.near} 份文件有相近的说法"
    told = f"{said}，打开{cell.citation}"
    opened = button(label, cell.clause_id, told=told, kind="link").replace(
        "<button ", f'<button title="{shown(" ".join(quote.split()))}——{shown(cell.citation)}" '
    )
    return f'<td class="{kind}">{opened}</td>'


def _province_rows(topics: Sequence[TopicCoverage], regions: Sequence[CoverageRegion]) -> str:
    """Of very many regions their provinces: in how many of their regions something was found."""
    of_province: dict[str, list[CoverageRegion]] = {}
    for region in regions:
        of_province.setdefault(province_of(region.region) if region.region else "", []).append(region)
    rows = []
    for province, within in of_province.items():
        cells = []
        for topic in topics:
            found = sum(1 for r in within if (cell := topic.cells.get(r.region)) and cell.notices)
            name = province or NO_REGION
            if not found and any(r.region in topic.cells for r in within):
                told = f"{name}，{topic.topic}：没有直接写到，有相近的说法，逐个列出"
                near = button("相近", action(province=province), told=told, kind="link")
                cells.append(f'<td class="near">{near}</td>')
                continue
            if not found:
                cells.append(f'<td class="none">{NOT_FOUND}</td>')
                continue
            told = f"{name}，{topic.topic}：{len(within)} 个地区中 {found} 个写到，逐个列出"
            opened = button(f"{found}/{len(within)}", action(province=province), told=told, kind="link")
            cells.append(f'<td class="some">{opened}</td>')
        total = sum(r.notices for r in within)
        head = f'{shown(province or NO_REGION)}<span class="facts">{total} 份文件</span>'
        rows.append(f'<tr><th scope="row">{head}</th>{"".join(cells)}</tr>')
    return "".join(rows)


def timeline_html(notices: Sequence[TimelineNotice], pager: str = "") -> str:
    """Notices down the years, each with what it rests on and who rests on it."""
    if not notices:
        return '<p class="nothing" role="status">没有这样的文件。</p>'
    years = "".join(
        f'<li class="year"><h3>{_year(year)}</h3><ol>{"".join(map(_timeline_notice, group))}</ol></li>'
        for year, group in groupby(notices, key=lambda n: n.year)
    )
    return f'<ol class="timeline">{years}</ol>{pager}'


def _timeline_notice(notice: TimelineNotice) -> str:
    ended = ended_mark(notice)  # type: ignore[arg-type]
    facts = "，".join(
        filter(None, (notice.day.isoformat() if notice.day else "", notice.document_number, notice.region))
    )
    links = "".join(f"<li>{_link(link)}</li>" for link in notice.links)
    opened = button(notice.title, notice.document_id, told=f"打开原文：{notice.title}", kind="link")
    status = f' <span class="status">{shown(ended)}</span>' if ended else ""
    return (
        f'<li class="notice"><p>{opened}{status} <span class="facts">{shown(facts)}</span></p>'
        + (f'<ul class="links">{links}</ul>' if links else "")
        + "</li>"
    )


def _link(link: TimelineLink) -> str:
    relation = _RELATIONS[link.relation][0 if link.names else 1]
    name = _named(link.other)
    if link.other.document_id is not None:
        opened = button(name, link.other.document_id, told=f"打开原文：{name}", kind="link")
    else:
        opened = f'{shown(name)}<span class="facts">（库外）</span>'
    proof = button("出处", link.clause_id, told=f"出处：{relation}{name}", kind="link") if link.clause_id else ""
    return f'<span class="relation">{relation}</span> {opened} {proof}'


def _named(named: Named) -> str:
    title = f"《{' '.join(named.title.split())}》" if named.title else ""
    number = f"（{named.document_number}）" if named.document_number and title else named.document_number or ""
    return f"{title}{number}"
