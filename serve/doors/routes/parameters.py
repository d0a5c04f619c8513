"""What the routes' parameters share; a parameter that a route does not know is refused, never passed over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Annotated, Any, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError, PydanticKnownError
from starlette.requests import Request

from index.model import Filters
from qa.asking.typed_question import MOST_CHARACTERS
from qa.model import FilterKind
from serve.doors.problems import invalid_problem

MOST_VALUES = 50  # of one parameter
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_NULLS = ("null", "undefined")  # as programs write what they do not have
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_KINDS = "、".join(kind.value for kind in FilterKind)


def _day(value: object) -> object:
    """A day as printed, and nothing else that pydantic would take for one."""
    if value is None or isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and _DAY.match(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("day", "not a day")


def _number(value: object) -> object:
    """A number as JSON has it: 40 and 40.0, and neither true nor "40", which pydantic would take for one."""
    if isinstance(value, bool | str):
        raise PydanticKnownError("int_type")
    return value


# What there is to read: white space and control characters are nothing.
_READABLE = r"[^\s\x00-\x1f\x7f-\x9f]"
_SAID = re.compile(_READABLE)


def _said(text: str) -> str:
    if not _SAID.search(text):
        raise PydanticCustomError("blank", "blank")
    if _HALF_CHARACTER.search(text):
        raise PydanticCustomError("broken_text", "broken text")
    return text


def _condition(text: str) -> str:
    """The id of a chip; a full-width colon and white space are as good."""
    kind, _, value = (part.strip() for part in text.replace("：", ":").partition(":"))
    if kind not in {k.value for k in FilterKind}:
        raise PydanticCustomError("condition", "not a condition", {"kinds": _KINDS})
    return f"{kind}:{value}" if value else kind


# Texts that hold something to read; the description says so by a pattern.
_IN_WORDS = {"pattern": _READABLE}
Said = Annotated[str, Field(min_length=1, json_schema_extra=_IN_WORDS), AfterValidator(_said)]
Asked = Annotated[
    str, Field(min_length=1, max_length=MOST_CHARACTERS, json_schema_extra=_IN_WORDS), AfterValidator(_said)
]
Named = Annotated[str, Field(min_length=1, max_length=200, json_schema_extra=_IN_WORDS), AfterValidator(_said)]
# One line of text, to be kept: nothing in it that a page or an office file could not show.
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def _on_one_line(text: str) -> str:
    if _UNSHOWN.search(text):
        raise PydanticCustomError("control", "control characters")
    return _said(text)


PlainText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=2000,
        json_schema_extra={"pattern": rf"^[^\x00-\x1f\x7f-\x9f]*{_READABLE}[^\x00-\x1f\x7f-\x9f]*$"},
    ),
    AfterValidator(_on_one_line),
]
# For a whole number in the body of a request (in an address all are texts); behind its bounds, which the description loses else.
AS_IN_JSON = BeforeValidator(_number)
Year = Annotated[int, Field(ge=1900, le=2200)]
DayParameter = Annotated[
    date | None,
    BeforeValidator(_day),
    Field(description="只用这一天有效的文件，写成 2024-05-01。", examples=["2024-05-01"]),
]
Regions = Annotated[
    tuple[Named, ...],
    Field(max_length=MOST_VALUES, description="只看这个地区及其下级的文件；可重复。", examples=[["山东"]]),
]
Issuers = Annotated[
    tuple[Named, ...], Field(max_length=MOST_VALUES, description="只看发文机关名称含此的文件；可重复。")
]
Years = Annotated[tuple[Year, ...], Field(max_length=MOST_VALUES, description="只看这一年的文件；可重复。")]
Condition = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        pattern=rf"^\s*({'|'.join(kind.value for kind in FilterKind)})\s*([:：].*)?$",
    ),
    AfterValidator(_condition),
]


class Parameters(BaseModel):
    """Parameters of a route; a name that is not one of them is wrong."""

    model_config = ConfigDict(extra="forbid")


def refuse_unclear(request: Request) -> None:
    """Raise ProblemError 422 for what nobody can tell the meaning of: which of two values of a parameter that takes one,
    and a list that a program wrote as null, where an empty one is left out."""
    items = request.query_params.multi_items()
    times = Counter(name for name, _ in items)
    repeated = {(name, "repeated") for name, number in times.items() if number > 1 and name not in _repeatable()}
    unwritten = {(name, "null_list") for name, value in items if value in _NULLS and name in _repeatable()}
    if unclear := sorted(repeated | unwritten):
        raise invalid_problem([{"loc": ("query", name), "type": kind} for name, kind in unclear])


@cache
def _repeatable() -> frozenset[str]:
    """Names of the parameters that take several values, in any route."""
    return frozenset(
        name
        for kind in _kinds_below(Parameters)
        for name, field in kind.model_fields.items()
        if get_origin(field.annotation) is tuple
    )


def _kinds_below(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds_below(below)


class Choosing(Parameters):
    """The person's own filters, as the command has them."""

    region: Regions = ()
    issuer: Issuers = ()
    year: Years = ()

    @property
    def filters(self) -> Filters:
        """As searching takes them."""
        return Filters(self.region, self.issuer, self.year)


class Asking(Choosing):
    """What questions and searches share besides."""

    as_of: DayParameter = None
    without: Annotated[
        tuple[Condition, ...],
        Field(
            max_length=MOST_VALUES,
            description=f"不用从问题里读出的这个条件，如 地区:浙江；可重复。条件有{_KINDS}。",
        ),
    ] = ()
    after: Annotated[
        tuple[Asked, ...], Field(max_length=20, description="此前问过的问题，先问的在前；可重复。本问可以接着它们说。")
    ] = ()


async def refuse_unknown_fields(request: Request, *names: str) -> None:
    """Raise ProblemError 422 where a form has fields besides these."""
    unknown = sorted({*await request.form()} - {*names})
    if unknown:
        raise invalid_problem([{"loc": ("body", name), "type": "extra_forbidden"} for name in unknown])


def page_of(items: Sequence[Any], limit: int, offset: int) -> Sequence[Any]:
    """Some of the items."""
    return items[offset : offset + limit]


class Paging(Parameters):
    """Which part of a list."""

    limit: Annotated[int, Field(ge=1, le=200, description="最多给出多少个。")] = 50
    offset: Annotated[int, Field(ge=0, le=10_000_000, description="从第几个起，第一个是 0。")] = 0
