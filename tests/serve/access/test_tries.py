from __future__ import annotations

from serve.access.tries import TRIES, WAIT, WITHIN, WrongTries


def failed(tries: WrongTries, name: str, *times: float) -> None:
    for now in times:
        tries.failed(name, now)


def test_after_five_wrong_passwords_a_name_has_to_wait_a_minute() -> None:
    tries = WrongTries()
    failed(tries, "张三", *(float(n) for n in range(TRIES - 1)))
    assert tries.wait("张三", 4.0) == 0
    failed(tries, "张三", 4.0)
    assert tries.wait("张三", 4.0) == WAIT and tries.wait("张三", 34.0) == WAIT - 30
    assert tries.wait("张三", 4.0 + WAIT) == 0 and tries.wait("李四", 5.0) == 0
    failed(tries, "张三", 70.0)
    assert tries.wait("张三", 70.0) == WAIT, "the next wrong one within ten minutes: wait again"


def test_wrong_passwords_are_forgotten_after_a_while_and_after_a_right_one() -> None:
    tries = WrongTries()
    failed(tries, "张三", 0.0, 1.0, 2.0, 3.0, 4.0)
    assert tries.wait("张三", WITHIN + 3.0) == 0
    failed(tries, "张三", WITHIN + 3.0)
    assert tries.wait("张三", WITHIN + 3.0) == 0, "four of them are long ago"
    failed(tries, "李四", 0.0, 1.0, 2.0, 3.0, 4.0)
    tries.succeeded("李四")
    assert tries.wait("李四", 5.0) == 0


def test_another_way_of_writing_a_name_is_the_same_name() -> None:
    tries = WrongTries()
    failed(tries, "Li.Si@example.org", 0.0, 1.0, 2.0)
    failed(tries, " li.si@EXAMPLE.org ", 3.0, 4.0)
    assert tries.wait("li.si@example.org", 5.0)


def test_many_names_take_no_memory_without_end() -> None:
    tries = WrongTries()
    for number in range(10_100):
        tries.failed(f"名{number}", 1.0)
    assert len(tries._failed) <= 10_000
