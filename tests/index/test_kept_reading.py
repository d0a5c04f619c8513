"""What was read of a library is not read again, and never shown of a generation that has passed."""

from index.kept_reading import KeptReading


class Shelf:
    """Something to read from that counts how often it is asked."""

    def __init__(self) -> None:
        self.values = {1: "甲", 2: "乙", 3: "丙"}
        self.asked: list[list[int]] = []

    def read(self, keys: list[int]) -> dict[int, str]:
        self.asked.append(keys)
        return {key: self.values[key] for key in keys if key in self.values}


def test_only_what_is_not_kept_is_read() -> None:
    shelf, kept = Shelf(), KeptReading[int, str](10)
    assert kept.of([1, 2], 7, shelf.read) == {1: "甲", 2: "乙"}
    assert kept.of([2, 3, 3], 7, shelf.read) == {2: "乙", 3: "丙"}
    assert shelf.asked == [[1, 2], [3]]


def test_a_new_generation_is_read_anew() -> None:
    shelf, kept = Shelf(), KeptReading[int, str](10)
    kept.of([1], 7, shelf.read)
    shelf.values[1] = "丁"
    assert kept.of([1], 8, shelf.read) == {1: "丁"}


def test_what_is_gone_is_left_out() -> None:
    shelf, kept = Shelf(), KeptReading[int, str](10)
    assert kept.of([9, 1], 7, shelf.read) == {1: "甲"}


def test_the_oldest_is_let_go_where_there_are_too_many() -> None:
    shelf, kept = Shelf(), KeptReading[int, str](2)
    assert kept.of([1, 2, 3], 7, shelf.read) == {1: "甲", 2: "乙", 3: "丙"}
    kept.of([2, 3], 7, shelf.read)
    kept.of([1], 7, shelf.read)
    assert shelf.asked == [[1, 2, 3], [1]]
