"""A collection of statute articles as a library of our own, so that what is measured is what `judian search` runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.labelled import json_lines
from index.bundled_model import cache_folder
from index.schema import SCHEMA_VERSION
from index.update import Stage, ingest_paths
from ingest.documents import sha256_of
from ingest.model import Clause, ClauseKind, Coverage, FileFormat, ParsedFile, PolicyDocument, printed_length

Tell = Callable[[str], None]

# 「专利法第七十一条」「刑法第二百六十二条之一」: law and article.
_LAW_AND_ARTICLE = re.compile(
    r"(?P<law>.+?)(?P<article>第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)"
)
_DIGITS, _UNITS = "〇一二三四五六七八九", {"十": 10, "百": 100, "千": 1000}
_TEXTS_BETWEEN_TWO_WORDS = 2560


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the collection."""

    article_id: str
    law: str
    number: str
    text: str


def article_library(name: str, passages: Path, tell: Tell) -> Path:
    """Return the library folder of a collection in the user's cache, brought up to date; embedded once for each model.

    The articles' ids are the clause_ids. With 20,000 articles the first time takes minutes, later ones a second.
    """
    home = cache_folder() / "eval" / name
    laws = home / "laws"
    write_laws(laws, json_lines(passages))
    ingest_paths([laws], home / f"library-{SCHEMA_VERSION}", parse=parse_law, progress=_Words(tell))
    return home / f"library-{SCHEMA_VERSION}"


def parse_law(path: Path) -> ParsedFile:
    """Understand one law as `article_library` wrote it: a document with its articles as clauses."""
    articles = [Article(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    sha256 = sha256_of(path)
    document_id = f"{articles[0].law}~{sha256[:8]}"
    texts = [f"{a.number}\u3000{a.text}" for a in articles]
    text = "\n".join(texts)
    clauses: list[Clause] = []
    start = 0
    for article, printed in zip(articles, texts, strict=True):
        end = start + len(printed)
        clauses.append(
            Clause(
                clause_id=article.article_id,
                path=(article.number,),
                marker=article.number,
                heading=article.number,
                text=printed,
                span=(start, end),
                page=None,
                boxes=(),
                level=1,
                kind=ClauseKind.ARTICLE,
            )
        )
        start = end + 1
    document = PolicyDocument(document_id, text, (0, len(text)), title=articles[0].law, clauses=tuple(clauses))
    characters = printed_length(text)
    coverage = Coverage(characters, characters, 0, ())
    return ParsedFile(str(path), sha256, FileFormat.TXT, None, text, (document,), coverage, ())


def write_laws(folder: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write one file for each law; a file that is already so is left alone, one that is no longer wanted goes."""
    laws: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        match = _LAW_AND_ARTICLE.fullmatch(row["name"])
        law, number = (match["law"], match["article"]) if match else (row["name"], row["name"])
        article = {"article_id": row["id"], "law": law, "number": number, "text": row["text"]}
        laws.setdefault(law, []).append(article)
    for (
        articles
    ) in laws.values():  # as the law prints them: which articles stand side by side is part of what is ranked
        articles.sort(key=lambda article: _place(article["number"]))
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {f"{i:05d}.json": json.dumps(laws[law], ensure_ascii=False) for i, law in enumerate(sorted(laws))}
    for stale in sorted(p for p in folder.iterdir() if p.name not in wanted):
        stale.unlink()
    for name, content in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8", newline="\n")


def _place(number: str) -> tuple[int, int]:
    """Where an article stands in its law: 第七十一条 before 第七十一条之一."""
    match = re.match(r"第(?P<main>.+?)条(?:之(?P<inserted>.+))?$", number)
    return (_figure(match["main"]), _figure(match["inserted"] or "")) if match else (0, 0)


def _figure(numeral: str) -> int:
    """The value of 〇 to 九千九百九十九; 0 for what is no numeral."""
    total = digit = 0
    for character in numeral:
        if character in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[character], 0
        else:
            digit = max(0, _DIGITS.find(character))
    return total + digit


class _Words:
    """Progress of a long first run in a few words, not in thousands."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._told = tell, 0

    def __call__(self, stage: Stage, done: int, total: int, item: str = "") -> None:
        """Tell of embedding, now and then."""
        if stage is not Stage.EMBED or not total:
            return
        if done == 0:
            self._told = 0
            self._tell(f"  计算 {total} 条的向量，只需一次")
        elif done - self._told >= _TEXTS_BETWEEN_TWO_WORDS:
            self._told = done
            self._tell(f"  已算 {done}/{total}")
