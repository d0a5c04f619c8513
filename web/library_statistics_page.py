"""The library in figures: notices by region and year, where policy is missing, and who rests on whom over time."""

from __future__ import annotations

from datetime import date

import streamlit as st

from index.clause_index import OpenIndex
from index.library import Library
from ingest.errors import PolicyError
from qa.overview.coverage import MOST_TOPICS, TopicCoverage, coverage_topics, regions_of, topic_coverage
from qa.overview.statistics import RegionYears, TimelineNotice, province_of, regions_and_years, timeline
from web.blocks import say, show_block
from web.library_changes import keep_topics
from web.library_choices import recall
from web.library_statistics_view import counts_html, coverage_html, timeline_html
from web.library_view import action_of, pager_html
from web.opened import Opened

_CHARTS = {"counts": "地区和年份", "map": "覆盖图", "timeline": "时间线"}
_CHART, _PROVINCE, _TOPICS, _PLACE, _TIED, _PAGE = (
    f"library {name}" for name in ("chart", "province", "topics", "timeline place", "timeline tied", "timeline page")
)  # in the session
_MOST_ROWS = 40  # regions; of more, their provinces
_SIZE = 30
_KEPT = 64


def draw_statistics(opened: Opened) -> str | None:
    """The chart that is chosen; return what was pressed in it."""
    if not opened.documents:
        say("资料库里还没有文件，没有可统计的。")
        return None
    recall(_CHART, _PROVINCE, _PLACE, _TIED)
    chart = st.radio("看什么", list(_CHARTS), format_func=_CHARTS.__getitem__, key=_CHART, horizontal=True)
    if chart == "map":
        return _draw_map(opened)
    if chart == "timeline":
        return _draw_timeline(opened)
    return _draw_counts(opened)


def _draw_counts(opened: Opened) -> str | None:
    counts = regions_and_years(opened.index.library)
    if len(counts.regions) > _MOST_ROWS:
        counts = _of_province(opened, counts)
    return show_block(counts_html(counts), key="library counts")


def _of_province(opened: Opened, counts: RegionYears) -> RegionYears:
    """Of very many regions the provinces, or the regions of one."""
    province = _choose_province([r for r in counts.regions if r])
    if province is None:
        return regions_and_years(opened.index.library, by_province=True)
    regions = tuple(r for r in counts.regions if r and province_of(r) == province)
    within = {key: n for key, n in counts.counts.items() if key[0] in regions}
    return RegionYears(regions, tuple(y for y in counts.years if any(k[1] == y for k in within)), within)


def _choose_province(regions: list[str]) -> str | None:
    provinces = sorted({province_of(r) for r in regions})
    if st.session_state.get(_PROVINCE) not in provinces:
        st.session_state[_PROVINCE] = None
    chosen: str | None = st.selectbox("省份", provinces, index=None, placeholder="全部省份", key=_PROVINCE)
    return chosen


def _draw_map(opened: Opened) -> str | None:
    library, today = opened.index.library, date.today()
    topics = coverage_topics(library)
    regions = regions_of(opened.index, day=today)
    say(
        f"在本库今天有效的 {sum(r.notices for r in regions)} 份文件里找。「没有找到」只说明这些文件里没有找到，"
        "不等于当地没有规定；「相近」是没有直接写到，但有相近的说法，请点开核对。"
    )
    if opened.reader.may_edit:
        with st.expander("改主题"), st.form("library topics", border=False):
            st.text_area(f"每行一个主题，最多 {MOST_TOPICS} 个", value="\n".join(topics), key=_TOPICS, height=240)
            st.form_submit_button("保存", type="primary", on_click=_keep_topics, args=(opened,))
    if not topics:
        say("还没有主题。请按「改主题」写几个。")
        return None
    by_province, province = False, None
    if len(regions) > _MOST_ROWS:
        province = _choose_province([r.region for r in regions if r.region])
        by_province = province is None
    if province is not None:
        regions = tuple(r for r in regions if r.region and province_of(r.region) == province)
    found = _found(opened, topics, today)
    pressed = show_block(coverage_html(found, regions, by_province=by_province), key="library map")
    if (wanted := action_of(pressed)) is not None and "province" in wanted:
        st.session_state[f"{_PROVINCE} wanted"] = wanted["province"]
        st.rerun()
    return pressed


def take_wanted_province() -> None:
    """Choose the province whose cell was pressed: before the widget that shows it is drawn."""
    if (wanted := st.session_state.pop(f"{_PROVINCE} wanted", None)) is not None:
        st.session_state[_PROVINCE] = wanted


def _found(opened: Opened, topics: tuple[str, ...], today: date) -> list[TopicCoverage]:
    """The topics one after the other, with a bar while they are looked for the first time."""
    found: list[TopicCoverage] = []
    place = st.empty()
    for number, topic in enumerate(topics):
        if number:  # what is kept is there at once: the bar is drawn for what takes a while
            place.progress(number / len(topics), f"正在查找：{topic}")
        try:
            found.append(_coverage(opened.index, opened.state, topic, today.isoformat()))
        except PolicyError as error:
            say(str(error), "wrong")
    place.empty()
    return found


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _coverage(_index: OpenIndex, state: str, topic: str, day: str) -> TopicCoverage:
    """One topic, looked for once for each state of the library."""
    return topic_coverage(_index, topic, day=date.fromisoformat(day))


def _keep_topics(opened: Opened) -> None:
    keep_topics(opened.folder, st.session_state[_TOPICS].splitlines())


def _draw_timeline(opened: Opened) -> str | None:
    notices = _timeline(opened.index.library, opened.state)
    place, tied = st.columns([2, 3], vertical_alignment="bottom")
    regions = sorted({n.region for n in notices if n.region})
    if st.session_state.get(_PLACE) not in regions:
        st.session_state[_PLACE] = None
    chosen = place.selectbox(
        "地区（含所辖）", regions, index=None, placeholder="全部", key=_PLACE, on_change=_first_page
    )
    only = tied.checkbox("只看有依据、废止等关系的", key=_TIED, on_change=_first_page)
    shown = [n for n in notices if (not chosen or (n.region or "").startswith(chosen)) and (n.links or not only)]
    page = min(st.session_state.get(_PAGE, 1), max(1, -(-len(shown) // _SIZE)))
    pager = pager_html(page, _SIZE, len(shown), what="份")
    pressed = show_block(timeline_html(shown[(page - 1) * _SIZE : page * _SIZE], pager), key="library timeline")
    if (wanted := action_of(pressed)) is not None and "page" in wanted:
        st.session_state[_PAGE] = int(wanted["page"])
        st.rerun()
    return pressed


@st.cache_data(max_entries=4, show_spinner=False)
def _timeline(_library: Library, state: str) -> tuple[TimelineNotice, ...]:
    return timeline(_library)


def _first_page() -> None:
    st.session_state[_PAGE] = 1
