"""A question for no figure is answered from every notice that speaks of the matter; silent means silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@pytest.fixture(scope="module", params=["none", pytest.param("bundled", marks=pytest.mark.slow)])
def digests(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    library = tmp_path_factory.mktemp("library")
    ingest_paths([CORPUS], library, model=request.param)
    return open_index(library, request.param)


@pytest.mark.parametrize(("question", "matter"), [("老干部培训有哪些要求", "培训"), ("志愿服务有什么规定", "志愿服务")])
def test_no_notice_that_speaks_of_the_matter_is_called_silent(digests: OpenIndex, question: str, matter: str) -> None:
    answer = ask(digests, question)
    speaking = {f.document_id for f in answer.findings}
    for silent in answer.silent:
        document = digests.library.document(silent.document_id)
        assert matter not in "".join(c.text for c in document.clauses), (silent.title, sorted(speaking))
    assert len(speaking) >= 3
    for finding in answer.findings:
        text = digests.library.document(finding.document_id).text
        assert text[finding.span[0] : finding.span[1]] == finding.quote
