from __future__ import annotations

from ingest.difference import Change, ClauseView, DocumentView, changed_parts, differences


def document(*clauses: tuple[str, str], **fields: str) -> DocumentView:
    views = tuple(ClauseView(f"x#{n}", (path,), text) for n, (path, text) in enumerate(clauses))
    return DocumentView("x", {"title": "关于走访的通知", **fields}, views)


OLD = document(
    ("一、范围", "一、范围。离休干部。"),
    ("二、标准", "二、标准。每人每次走访慰问不超过300元。"),
    ("三、时间", "三、时间。春节前。"),
    dated_on="2020-01-05",
)


def changes(new: DocumentView) -> list[tuple[str, str | None, str | None]]:
    (found,) = differences([OLD], [new])
    return [(c.change.value, c.old.text if c.old else None, c.new.text if c.new else None) for c in found.clauses]


def test_the_same_reading_differs_in_nothing() -> None:
    (found,) = differences([OLD], [OLD])
    assert (found.fields, found.clauses, found.kept) == ((), (), 3)


def test_a_changed_figure_is_a_changed_clause_with_both_texts() -> None:
    new = document(
        ("一、范围", "一、范围。离休干部。"),
        ("二、标准", "二、标准。每人每次走访慰问不超过500元。"),
        ("三、时间", "三、时间。春节前。"),
        dated_on="2021-01-05",
    )
    assert changes(new) == [
        ("changed", "二、标准。每人每次走访慰问不超过300元。", "二、标准。每人每次走访慰问不超过500元。")
    ]
    (found,) = differences([OLD], [new])
    assert [(f.field, f.old, f.new) for f in found.fields] == [("dated_on", "2020-01-05", "2021-01-05")]


def test_a_clause_that_only_got_another_number_has_moved() -> None:
    new = document(
        ("一、原则", "一、原则。量力而行。"),
        ("二、范围", "一、范围。离休干部。"),
        ("三、标准", "二、标准。每人每次走访慰问不超过300元。"),
        ("四、时间", "三、时间。春节前。"),
    )
    assert [c[0] for c in changes(new)] == ["gained", "moved", "moved", "moved"]


def test_a_clause_that_is_gone_is_lost_where_it_stood() -> None:
    new = document(("一、范围", "一、范围。离休干部。"), ("二、时间", "三、时间。春节前。"))
    assert [(c[0], c[1]) for c in changes(new)] == [
        ("lost", "二、标准。每人每次走访慰问不超过300元。"),
        ("moved", "三、时间。春节前。"),
    ]


def test_a_clause_renumbered_and_rewritten_is_still_the_same_clause() -> None:
    new = document(
        ("一、范围", "一、范围。离休干部。"),
        ("三、时间", "三、时间。春节前。"),
        ("五、慰问标准", "五、慰问标准。每人每次走访慰问不超过600元。"),
    )
    assert Change.LOST.value not in [c[0] for c in changes(new)]


def test_documents_are_paired_by_title_and_the_rest_is_gained_or_lost() -> None:
    other = DocumentView("y", {"title": "关于培训的通知"}, (ClauseView("y#1", ("一、",), "一、培训。"),))
    first, second = differences([OLD], [other, OLD])
    assert (first.old, first.new, first.clauses) == (OLD, OLD, ())
    assert second.old is None
    assert [c.change for c in second.clauses] == [Change.GAINED]


def test_changed_parts_tell_what_was_taken_out_and_put_in() -> None:
    assert changed_parts("不超过300元。", "不超过500元。") == [("不超过", "", ""), ("", "3", "5"), ("00元。", "", "")]
