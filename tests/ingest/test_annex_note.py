"""附件说明: the names of the annexes, however they are numbered."""

from __future__ import annotations

import pytest

from ingest.feet.annex_note import annex_names


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["附件：申请表"], ("申请表",)),
        (["附件：1.申请表", "2.汇总表"], ("申请表", "汇总表")),
        (["附件：１．申请表", "２．汇总表；", "３．《规程》。"], ("申请表", "汇总表", "《规程》")),
        (["附件：1.申请表　2.汇总表　3.2022年度标准"], ("申请表", "汇总表", "2022年度标准")),
        (
            ["附件：1.发放对象资格认定工作规程及其", "配套文书", "2.汇总表"],
            ("发放对象资格认定工作规程及其配套文书", "汇总表"),
        ),
        (["附件1：申请表", "附件2：汇总表"], ("申请表", "汇总表")),
        (["附件：", "1.申请表", "2.汇总表"], ("申请表", "汇总表")),
        (["附：申请表"], ("申请表",)),
        (["附件：一、申请表", "二、汇总表"], ("申请表", "汇总表")),
        (["附件：2022年度补贴标准"], ("2022年度补贴标准",)),
        (["附件：1.第3期培训班名额分配表", "2.报名表"], ("第3期培训班名额分配表", "报名表")),
    ],
)
def test_names_stand_without_their_numbers_in_order(lines: list[str], names: tuple[str, ...]) -> None:
    assert annex_names(lines) == names
