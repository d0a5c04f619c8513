"""A head or a foot of our own: what is printed, and what a clerk reads in it.

A key that names no field of PolicyDocument is the text of that evidence.
"""

from __future__ import annotations

from typing import Any, NamedTuple

BODY = "为做好有关工作，现将事项通知如下。\n一、任务\n抓好落实。\n二、要求\n按时报送情况。\n"


class Case(NamedTuple):
    """One notice and what should be read from it; what is not named is not looked at."""

    name: str
    text: str
    expected: dict[str, Any]
    doubts: tuple[str, ...] = ()  # fields that the review list must name, and no others
