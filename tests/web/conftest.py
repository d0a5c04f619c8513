"""A notice of our own, understood by hand, as the pages get it."""

from dataclasses import replace
from datetime import date

import pytest

from ingest.model import Box, Clause, ClauseKind, PolicyDocument
from tests.web.browsing import app, browser, context, notices, page, serve_over  # noqa: F401  (fixtures)

NOTICE = """柳溪县离退休干部党建工作实施方案
柳老干〔2023〕9号
一、总体要求
坚持分级负责，把 <党建> 放在首位。
二、主要任务
（一）建强 组织。每个乡镇至少设一个支部。
（二）落实补贴。支部书记每人每月补贴不低于260元。
职务\t标准
书记\t260元
三、组织保障
每半年督查一次。
"""
DOCUMENT_ID = "柳老干〔2023〕9号~0a1b2c3d"


def clause(path: tuple[str, ...], marker: str, start: str, end: str | None, level: int) -> Clause:
    span = (NOTICE.index(start), NOTICE.index(end) if end else len(NOTICE))
    clause_id = f"{DOCUMENT_ID}#{'/'.join([*(p[:2] for p in path[:-1]), marker])}"
    return Clause(
        clause_id,
        path,
        marker,
        path[-1].removeprefix(marker),
        NOTICE[slice(*span)],
        span,
        1,
        (),
        level,
        ClauseKind.CLAUSE,
    )


@pytest.fixture
def document() -> PolicyDocument:
    return PolicyDocument(
        DOCUMENT_ID,
        NOTICE,
        (0, len(NOTICE)),
        title="柳溪县离退休干部党建工作实施方案",
        document_number="柳老干〔2023〕9号",
        issuing_authorities=("中共柳溪县委老干部局",),
        dated_on=date(2023, 5, 6),
        region="柳溪",
        clauses=(
            clause(("一、总体要求",), "一、", "一、", "二、", 1),
            clause(("二、主要任务",), "二、", "二、", "（一）", 1),
            clause(("二、主要任务", "（一）建强组织。"), "（一）", "（一）", "（二）", 2),
            clause(("二、主要任务", "（二）落实补贴。"), "（二）", "（二）", "三、", 2),
            clause(("三、组织保障",), "三、", "三、", None, 1),
        ),
    )


@pytest.fixture
def subsidy(document: PolicyDocument) -> Clause:
    return replace(document.clauses[3], boxes=(Box(1, 72, 180, 400, 196), Box(1, 72, 200, 300, 216)))
