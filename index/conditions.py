"""Haystack's metadata filters as conditions in SQL over the library's clauses, with Haystack's own comparisons."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from haystack.dataclasses import ByteStream, Document
from haystack.errors import FilterError
from haystack.utils.filters import COMPARISON_OPERATORS, LOGICAL_OPERATORS, document_matches_filter

from index.library import Library
from index.row_set import RowSet
from ingest.model import Status

ISSUER_SEPARATOR = "、"  # of joint issuers, in `meta.issuer`
_FROM_NOTICES = "FROM documents d JOIN files f ON f.row = d.file"
_FROM_CLAUSES = f"FROM clauses c JOIN documents d ON d.row = c.document {_FROM_NOTICES.partition('d ')[2]}"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on clauses: `d` is the row of their document in it, `f` of its file, `c` of the clause."""

    sql: str
    values: tuple[object, ...] = ()
    of_clauses: bool = False  # it looks at a clause, not at its document alone


@dataclass(frozen=True, slots=True)
class Chosen:
    """The clauses that pass a filter."""

    document_ids: tuple[str, ...] | None  # of the documents that have any, sorted; None: nothing is filtered
    rows: RowSet | None = None  # of the clauses; None: all of these documents

    @property
    def nothing(self) -> bool:
        """Whether no clause passes."""
        return self.document_ids == ()


def _as_it_is(value: Any) -> Any:
    return value


def _from_json(value: str) -> Any:
    return json.loads(value)


def issuer_of(authorities: Sequence[str]) -> str | None:
    """Return the issuing authorities as one text, as `meta.issuer` has them."""
    return ISSUER_SEPARATOR.join(authorities) or None


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a clause's Haystack Document, and where the library has it."""

    sql: str
    of_clauses: bool = False
    read: Callable[[Any], Any] = _as_it_is  # what the Document has, from what is stored

    @property
    def plain(self) -> bool:
        """Whether the Document has it as it is stored."""
        return self.read is _as_it_is


_TEXTS_OF_NOTICES = (
    *("document_id", "title", "document_number", "document_type", "region", "level", "year", "form", "wraps"),
    *("part_of", "dated_on", "printed_on", "effective_on", "expires_on"),
)
_STATUS = "status"
FIELDS: Mapping[str, _Field] = {
    **{name: _Field(f"d.{name}") for name in _TEXTS_OF_NOTICES},
    _STATUS: _Field("d.status"),
    "issuing_authorities": _Field("d.issuing_authorities", read=_from_json),
    "issuer": _Field("d.issuing_authorities", read=lambda value: issuer_of(json.loads(value))),
    "file": _Field("f.file"),
    "clause_id": _Field("c.clause_id", of_clauses=True),
    "path": _Field("c.path", of_clauses=True, read=_from_json),
    "heading": _Field("c.heading", of_clauses=True),
    "marker": _Field("c.marker", of_clauses=True),
    "kind": _Field("c.kind", of_clauses=True),
    "depth": _Field("c.level", of_clauses=True),
    "page": _Field("c.page", of_clauses=True),
    "span": _Field('json_array(c.start, c."end")', of_clauses=True, read=_from_json),
    "boxes": _Field("c.boxes", of_clauses=True, read=_from_json),
}
"""What of a clause's `meta` can be filtered by; `citation` is composed of these and is not."""
_OWN_FIELDS = {"id": FIELDS["clause_id"], "content": _Field("c.text", of_clauses=True)}
_ALWAYS_NONE = frozenset({"blob", "score", "embedding", "sparse_embedding"})  # of a clause's Document


@dataclass(frozen=True, slots=True)
class Conditions:
    """Makes conditions for one library; `statuses` gives the status of the day, by document_id, where it is another one
    than the library's.
    """

    library: Library
    statuses: Callable[[], Mapping[str, Status]]

    def of(self, filters: Mapping[str, Any]) -> Condition:
        """Return the condition that a filter sets; raises FilterError for one that Haystack would not take."""
        if not isinstance(filters, Mapping):
            raise FilterError(f"筛选条件应当是字典，不能是 {type(filters).__name__}")
        if "field" in filters:
            return self._comparison(filters)
        for key in ("operator", "conditions"):
            if key not in filters:
                raise FilterError(f"筛选条件 {filters} 缺少 {key!r}")
        operator, parts = filters["operator"], filters["conditions"]
        if operator not in LOGICAL_OPERATORS:
            raise FilterError(f"不认识逻辑运算 {operator!r}，只能是 {sorted(LOGICAL_OPERATORS)}")
        if not isinstance(parts, list):
            raise FilterError(f"筛选条件 {filters} 的 'conditions' 应当是列表")
        return _joined(operator, [self.of(part) for part in parts])

    def chosen(self, filters: Mapping[str, Any] | None) -> Chosen:
        """Return the clauses that pass a filter; None and {}: all of them."""
        if not filters:
            return Chosen(None)
        condition = self.of(filters)
        if not condition.of_clauses:
            found = self.library.select(
                f"SELECT d.document_id {_FROM_NOTICES} WHERE {condition.sql} ORDER BY 1", condition.values
            )
            return Chosen(tuple(r["document_id"] for r in found))
        found = self.library.select(
            f"SELECT c.row, d.document_id {_FROM_CLAUSES} WHERE {condition.sql}", condition.values
        )
        return Chosen(tuple(sorted({r["document_id"] for r in found})), RowSet.of([r["row"] for r in found]))

    def clause_rows(self, filters: Mapping[str, Any] | None) -> list[int]:
        """Return the keys of the clauses that pass a filter, ascending."""
        if not filters:
            return [int(row) for row in self.library.clause_rows()]
        condition = self.of(filters)
        found = self.library.select(
            f"SELECT c.row {_FROM_CLAUSES} WHERE {condition.sql} ORDER BY c.row", condition.values
        )
        return [r["row"] for r in found]

    def ids_of_clauses(self, ids: Sequence[str]) -> list[str]:
        """Return those of the ids that are clauses', sorted."""
        found = self.library.select(
            "SELECT clause_id FROM clauses WHERE clause_id IN (SELECT value FROM json_each(?)) ORDER BY 1",
            (json.dumps(list(ids)),),
        )
        return [r["clause_id"] for r in found]

    def count(self, filters: Mapping[str, Any] | None) -> int:
        """Return how many clauses pass a filter."""
        if not filters:
            return self.library.clause_count()
        condition = self.of(filters)
        found = self.library.select(f"SELECT count(*) AS n {_FROM_CLAUSES} WHERE {condition.sql}", condition.values)
        return int(found[0]["n"])

    def values(self, name: str, filters: Mapping[str, Any] | None = None) -> list[Any]:
        """Return the different values that the clauses inside a filter have in a field of `meta`, absent ones left out."""
        field = FIELDS.get(name)
        if field is None:
            return []
        condition = self.of(filters) if filters else Condition("1")
        extra = ", d.document_id" if name == _STATUS else ""
        found = self.library.select(
            f"SELECT DISTINCT {field.sql} AS value{extra} {_FROM_CLAUSES} WHERE {condition.sql}", condition.values
        )
        if name == _STATUS:
            today = self.statuses()
            return sorted({str(today.get(r["document_id"], r["value"])) for r in found})
        return [v for v in (field.read(r["value"]) for r in found if r["value"] is not None) if v is not None]

    # Inside.

    def _comparison(self, filters: Mapping[str, Any]) -> Condition:
        for key in ("operator", "value"):
            if key not in filters:
                raise FilterError(f"筛选条件 {filters} 缺少 {key!r}")
        operator, value = filters["operator"], filters["value"]
        if operator not in COMPARISON_OPERATORS:
            raise FilterError(f"不认识比较 {operator!r}，只能是 {sorted(COMPARISON_OPERATORS)}")
        if operator in ("in", "not in") and not isinstance(value, list):
            raise FilterError(f"{operator!r} 的值应当是列表，不能是 {type(value).__name__}")
        field = _field_named(filters["field"])
        if field is None:
            return Condition("1" if _passes(None, operator, value) else "0")
        if field.sql == FIELDS[_STATUS].sql:
            return self._status(operator, value)
        return _directly(field, operator, value) or self._by_values(field, operator, value)

    def _by_values(self, field: _Field, operator: str, value: Any) -> Condition:
        """The condition that names every value that passes, each compared by Haystack itself."""
        source = _FROM_CLAUSES if field.of_clauses else _FROM_NOTICES
        stored = [r["value"] for r in self.library.select(f"SELECT DISTINCT {field.sql} AS value {source}")]
        passing = [v for v in stored if v is not None and _passes(field.read(v), operator, value)]
        listed = _one_of(field)
        if None in stored and _passes(None, operator, value):
            listed = f"({field.sql} IS NULL OR {listed})"
        return Condition(listed, (json.dumps(passing, ensure_ascii=False),), field.of_clauses)

    def _status(self, operator: str, value: Any) -> Condition:
        """A condition on the status of the day, which is not the one the library has where other documents say more."""
        passing = json.dumps([s.value for s in Status if _passes(s.value, operator, value)])
        today = self.statuses()
        ids = json.dumps(sorted(today), ensure_ascii=False)
        with_it = [key for key, s in sorted(today.items()) if _passes(s.value, operator, value)]
        sql = (
            "((d.status IN (SELECT value FROM json_each(?)) AND d.document_id NOT IN (SELECT value FROM json_each(?)))"
            " OR d.document_id IN (SELECT value FROM json_each(?)))"
        )
        return Condition(sql, (passing, ids, json.dumps(with_it, ensure_ascii=False)))


def _field_named(name: Any) -> _Field | None:
    """The field a filter names, as Haystack reads the name; None for one that no clause has."""
    if not isinstance(name, str):
        raise FilterError(f"字段名 {name!r} 应当是文字")
    if name in _OWN_FIELDS:
        return _OWN_FIELDS[name]
    if name in _ALWAYS_NONE:
        return None
    key = name.removeprefix("meta.") if name.startswith("meta.") else name
    if key in ("citation", "meta"):
        raise FilterError(f"不能按 {name!r} 筛选，请改用 meta.title、meta.document_number、meta.path 等字段")
    if name != key or "." not in name:
        return FIELDS.get(key)
    return None


def _joined(operator: str, parts: Sequence[Condition]) -> Condition:
    word = " OR " if operator == "OR" else " AND "
    sql = word.join(part.sql for part in parts) or ("0" if operator == "OR" else "1")
    values = tuple(value for part in parts for value in part.values)
    of_clauses = any(part.of_clauses for part in parts)
    # Every part is true or false, never NULL, so NOT is its opposite.
    return Condition(f"NOT ({sql})" if operator == "NOT" else f"({sql})", values, of_clauses)


def _directly(field: _Field, operator: str, value: Any) -> Condition | None:
    """The condition without a look at the values, where SQL's equality is Haystack's; else None."""
    listed = value if operator in ("in", "not in") else [value]
    if operator not in ("==", "!=", "in", "not in") or not field.plain or not all(map(_compares_as_text, listed)):
        return None
    sql = _one_of(field)
    if operator in ("!=", "not in"):
        sql = f"NOT {sql}"
    return Condition(sql, (json.dumps(listed, ensure_ascii=False),), field.of_clauses)


def _one_of(field: _Field) -> str:
    """Whether a field has one of the values listed: true or false also where it has none."""
    return f"({field.sql} IS NOT NULL AND {field.sql} IN (SELECT value FROM json_each(?)))"


def _compares_as_text(value: Any) -> bool:
    """Whether a value equals nothing but the same text; what looks like 2022-05-01 equals the same day in other forms."""
    return isinstance(value, str) and not (value[4:5] == "-" and value[7:8] == "-")


def _passes(stored: Any, operator: str, value: Any) -> bool:
    bearer = ByteStream(b"", meta={"value": stored})
    return matches({"field": "meta.value", "operator": operator, "value": value}, bearer)


def matches(filters: Mapping[str, Any], document: Document | ByteStream) -> bool:
    """Whether Haystack's own comparison lets a document pass; what Python cannot compare is a FilterError too."""
    try:
        return document_matches_filter(dict(filters), document)
    except TypeError as error:  # {} > 1
        raise FilterError(f"筛选条件 {dict(filters)} 比较了不能比较的值（{error}）") from error
