"""A search as the page's address holds it."""

from datetime import date

import pytest

from qa.retrieving.facets import Facet
from qa.retrieving.hits import Sort
from web.search_address import SearchAddress

FULL = SearchAddress(
    "补贴", {Facet.REGION: ("浙江", "江苏"), Facet.YEAR: ("2022",)}, ("年份:2020",), Sort.DATE, 3, "2021-12-31"
)


def test_an_address_reproduces_the_search() -> None:
    assert SearchAddress.of(FULL.parameters()) == FULL
    assert SearchAddress.of({}).parameters() == {}


def test_what_cannot_be_read_is_as_if_it_were_not_there() -> None:
    typed = {"q": [" 补贴 "], "sort": ["nonsense"], "page": ["-3"], "region": [""], "colour": ["red"]}
    assert SearchAddress.of(typed) == SearchAddress("补贴")
    assert SearchAddress.of({"page": ["²"]}).page == 1


@pytest.mark.parametrize(
    ("pressed", "parameters"),
    [
        ("add:level:市", {"q": ["补贴"], "level": ["市"]}),
        ("add:region:浙江:丽水", {"q": ["补贴"], "region": ["浙江:丽水"]}),
        ("without:地区:浙江", {"q": ["补贴"], "without": ["地区:浙江"]}),
        ("sort:date", {"q": ["补贴"], "sort": ["date"]}),
        ("drop:as_of:", {"q": ["补贴"]}),
        ("page:4", {"q": ["补贴"], "page": ["4"]}),
        ("nonsense", {"q": ["补贴"]}),
        ("add:nonsense:1", {"q": ["补贴"]}),
    ],
)
def test_each_button_leads_to_its_search(pressed: str, parameters: dict[str, list[str]]) -> None:
    assert SearchAddress("补贴").after(pressed).parameters() == parameters


def test_taking_away_leaves_the_rest_and_begins_at_the_first_page() -> None:
    without_place = FULL.after("drop:region:浙江")
    assert without_place.chosen == {Facet.REGION: ("江苏",), Facet.YEAR: ("2022",)}
    assert without_place.page == 1
    assert FULL.after("all").chosen == {}
    assert FULL.after("with:年份:2020").without == ()


def test_a_city_chosen_inside_its_province_narrows_it() -> None:
    province = SearchAddress("补贴", {Facet.REGION: ("浙江", "山东")})
    assert province.after("add:region:浙江丽水").chosen[Facet.REGION] == ("山东", "浙江丽水")
    assert SearchAddress("补贴", {Facet.REGION: ("浙江丽水",)}).after("add:region:浙江").chosen[Facet.REGION] == (
        "浙江",
    )


def test_the_day_is_read_as_people_write_it_and_what_is_none_stays_to_be_told() -> None:
    assert SearchAddress.of({"as_of": ["2021年12月31日"]}).as_of == date(2021, 12, 31)
    unreadable = SearchAddress.of({"as_of": ["去年"]})
    assert unreadable.as_of is None
    assert unreadable.parameters() == {"as_of": ["去年"]}
    assert FULL.after("drop:as_of:").as_of is None
    assert FULL.after("add:region:山东").as_of == date(2021, 12, 31)
    assert not FULL.after("all").is_narrowed
