"""Where the lexical index lies on the disk, and what its documents are made of."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import tantivy

from index.word_terms import TEXT_FIELDS
from ingest.errors import IndexBuildError


def open_words_index(folder: Path, *, create: bool) -> Any:
    """Open the index in a folder; None for one that is not there or broken, an empty one in its place if `create`."""
    schema = _schema()
    try:
        if folder.is_dir() and tantivy.Index.exists(str(folder)):
            index = tantivy.Index(schema, path=str(folder), reuse=True)
            index.config_reader("manual")
            index.searcher()
            return index
    except (ValueError, OSError):
        pass  # nothing is lost: the library has it all
    except BaseException as error:
        # A segment cut short is no error to tantivy but a panic, which the binding keeps out of Exception.
        if type(error).__name__ != "PanicException":
            raise
    if not create:
        return None
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        index = tantivy.Index(schema, path=str(folder), reuse=True)
    except (ValueError, OSError) as error:
        raise IndexBuildError(
            folder, f"词语索引不能重建（{error}）", "请检查磁盘空间和这个文件夹的权限后重新运行"
        ) from error
    index.config_reader("manual")
    return index


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    builder.add_unsigned_field("document", indexed=True, fast=True)
    builder.add_unsigned_field("part", indexed=True)
    for field in TEXT_FIELDS:
        # The tokens come ready, separated by spaces; positions are not asked for.
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("stamp", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()
