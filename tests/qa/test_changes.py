"""What an amending clause changes is read from its words, whatever rule it is about."""

from __future__ import annotations

import pytest

from qa.standing.changes import ChangeKind, changes_in


def told(text: str) -> list[tuple[str, list[int], str, str]]:
    return [
        (
            c.kind.value,
            [p.article for p in c.parts],
            text[slice(*c.old)] if c.old else "",
            text[slice(*c.new)] if c.new else "",
        )
        for c in changes_in(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、将第二条中的“300元”修改为“380元”。", [("words", [2], "300元", "380元")]),
        ("第四条中的“20日内”改为：“30日内”。", [("words", [4], "20日内", "30日内")]),
        ("将文中“市房管局”统一修改为“市住建局”。", [("words", [], "市房管局", "市住建局")]),
        (
            "将第三条、第六条中的“园林处”修改为“城管局”，“十五日”修改为“十日”。",
            [("words", [3, 6], "园林处", "城管局"), ("words", [3, 6], "十五日", "十日")],
        ),
        ("第三条修改为：“补助费每人每天100元。”", [("whole", [3], "", "补助费每人每天100元。")]),
        ("第八条改为第九条，修改为：“逾期不予受理。”", [("whole", [8], "", "逾期不予受理。")]),
        ("增加一条，作为第九条：“培训期间减半。”", [("added", [], "", "培训期间减半。")]),
        ("第六条增加一款，作为第二款：“应当备案。”", [("added", [6], "", "应当备案。")]),
        ("第五条第二款中的“船舶”后增加“、浮桥”。", [("behind", [5], "船舶", "、浮桥")]),
        ("删去第五条中的“或者代理人”。", [("cut", [5], "或者代理人", "")]),
        ("五、删去第六条。", [("deleted", [6], "", "")]),
        ("第三条、第四条予以删除。", [("deleted", [3, 4], "", "")]),
        ("第二条住宿费标准由每人每天300元调整为380元。", [("words", [2], "每人每天300元", "380元")]),
    ],
)
def test_a_change_is_read_with_the_articles_it_names(
    text: str, expected: list[tuple[str, list[int], str, str]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "依据第五条的规定，“三会一课”应当按期开展。",
        "认真修改完善方案，增加投入。",
        "申请材料由街道审核后转为电子档案。",
        "由分管负责同志改为联系支部。",
    ],
)
def test_a_clause_that_amends_nothing_changes_nothing(text: str) -> None:
    assert changes_in(text) == []


def test_new_words_of_several_paragraphs_are_one() -> None:
    text = "将第五条修改为：\n“第五条 车辆不得入内。\n“前款所称“车辆”不含轮椅。”\n六、删去第七条。"
    whole, deleted = changes_in(text)
    assert whole.kind is ChangeKind.WHOLE and whole.new is not None
    assert text[slice(*whole.new)].endswith("不含轮椅。") and text[slice(*whole.new)].startswith("第五条")
    assert [p.article for p in deleted.parts] == [7]


def test_an_item_of_an_article_is_told_from_the_article() -> None:
    (change,) = changes_in("第八条第二项修改为：“（二）由县长审批。”")
    assert (change.parts[0].article, change.parts[0].item) == (8, 2)
