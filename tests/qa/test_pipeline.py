from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import QueryError
from qa.answer import ask
from qa.pipeline import ask_pipeline, ask_through, load_pipeline
from tests.qa.in_memory import InMemoryIndex, SharedCharacters, index_of
from tests.qa.notices import written


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    return index_of(written(tmp_path_factory.mktemp("notices")), SharedCharacters())


QUESTIONS = ("离退休党支部书记补贴多少元？", "森林防火由谁负责", "云南的补贴多少", "森林防火工作的通知文号是多少？")


def test_pipeline_gives_the_answers_of_the_plain_functions(index: InMemoryIndex) -> None:
    pipeline = ask_pipeline(index)
    for question in QUESTIONS:
        through = ask_through(pipeline, index, question, regions=("江苏",), clock=lambda: 0.0)
        assert through == ask(index, question, regions=("江苏",), clock=lambda: 0.0)


def test_pipeline_survives_yaml(index: InMemoryIndex, tmp_path: Path) -> None:
    written_out = tmp_path / "ask.yaml"
    written_out.write_text(ask_pipeline(index).dumps(), encoding="utf-8")
    loaded = load_pipeline(written_out.read_text(encoding="utf-8"), index)
    for question in QUESTIONS:
        assert ask_through(loaded, index, question, clock=lambda: 0.0) == ask(index, question, clock=lambda: 0.0)


def test_errors_come_out_as_people_read_them(index: InMemoryIndex) -> None:
    with pytest.raises(QueryError, match="请写出要问的内容"):
        ask_through(ask_pipeline(index), index, "")


def test_pipeline_without_an_index_says_how_to_give_it_one() -> None:
    with pytest.raises(Exception, match="load_pipeline"):
        ask_pipeline().run({"question": {"question": "补贴"}})
