from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from qa.model import Statement
from tests.qa.phrasing.answers import GOOD, WITH_SUM, WITHOUT_SUM, two_regions
from tests.qa.phrasing.chat_server import Behaviour, refuses_all, running, says
from web.phrased_view import phrased_html


def test_sentences_stand_with_a_button_for_each_clause_and_nothing_in_them_is_markup() -> None:
    given = two_regions()
    text = '仪征<script>alert("1")</script>[x](http://x)'
    html = phrased_html(replace(given, phrased=(Statement(text, (WITH_SUM.clause_id, WITHOUT_SUM.clause_id)),)))
    assert "<script" not in html and "&lt;script&gt;" in html
    assert f'data-open="{WITH_SUM.clause_id}"' in html and ">[1]</button>" in html and ">[2]</button>" in html
    assert "语言模型" in html


def test_without_a_wording_nothing_is_drawn() -> None:
    assert phrased_html(two_regions()) == ""


def page() -> None:
    import streamlit as st

    from tests.qa.phrasing.answers import WITH_SUM, WITHOUT_SUM, clause_of, two_regions
    from web.phrased_page import phrased_in_page

    found = phrased_in_page(two_regions(), clause_of(WITH_SUM, WITHOUT_SUM))
    st.text(f"{len(found.phrased)} {found.notes}")


@pytest.mark.parametrize(("behaviour", "says_so"), [(says(GOOD), "2 ("), (refuses_all, "HTTP 500")])
def test_an_answer_is_worded_once_though_the_page_runs_again(
    behaviour: Behaviour, says_so: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(behaviour) as server:
        monkeypatch.setenv("JUDIAN_LLM_URL", server.url)
        monkeypatch.setenv("JUDIAN_LLM_MODEL", "m")
        app = AppTest.from_function(page).run(timeout=60)
        for _ in range(2):
            assert not app.exception and says_so in app.text[0].value
            app.run(timeout=60)
    [call] = server.calls
    assert call.streams


def test_without_a_setting_the_page_shows_the_answer_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUDIAN_LLM_URL", raising=False)
    monkeypatch.delenv("JUDIAN_LLM_MODEL", raising=False)
    app = AppTest.from_function(page).run(timeout=60)
    assert not app.exception and app.text[0].value == "0 ()"
