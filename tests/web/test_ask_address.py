"""A link asks the same question, held to the same."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from qa.keeping.posed import Posed
from web.ask_address import address_of, link_to, posed_in

WHOLE = Posed(
    "补贴&标准?", "浙江的补贴", ("浙江", "江苏"), ("某&局",), (2021, 2018), date(2021, 12, 31), ("地区:丽水",)
)


@pytest.mark.parametrize("posed", [WHOLE, Posed("补贴"), Posed("")])
def test_an_address_gives_back_what_was_asked(posed: Posed) -> None:
    assert posed_in(address_of(posed)) == posed
    link = urlsplit(link_to(posed, "http://localhost:8501/?q=alt&clause=x"))
    assert link.netloc == "localhost:8501" and posed_in(parse_qs(link.query)) == posed


def test_what_is_no_year_and_no_day_holds_to_nothing() -> None:
    address = {
        "q": [" 补贴 "],
        "year": ["２０２１", "abc", "2021", "2021"],
        "as_of": ["2021-02-30"],
        "region": ["", "浙江"],
    }
    assert posed_in(address) == Posed("补贴", regions=("浙江",), years=(2021,))
