import json
from pathlib import Path

import argon2
import pytest

from ingest.errors import QueryError
from serve.access.model import Role
from serve.access.users import (
    USERS,
    forget_tokens,
    has_users,
    new_token,
    put_user,
    reader_with_claims,
    reader_with_password,
    reader_with_token,
    remove_user,
    user_named,
    users_of,
)

PASSWORD = "一个足够长的口令"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    put_user(tmp_path, "管理", Role.ADMIN, [], PASSWORD)
    put_user(tmp_path, "Li.Si@example.org", Role.READER, ["人事处", "信访处"], "another password")
    return tmp_path


def test_without_a_file_nobody_is_named(tmp_path: Path) -> None:
    assert not has_users(tmp_path) and users_of(tmp_path) == ()
    assert reader_with_password(tmp_path, "管理", PASSWORD) is None


def test_the_right_password_gives_the_reader_with_role_and_groups(library: Path) -> None:
    reader = reader_with_password(library, "li.si@EXAMPLE.org", "another password")
    assert reader is not None
    assert (reader.name, reader.role, reader.groups) == (
        "Li.Si@example.org",
        Role.READER,
        frozenset({"人事处", "信访处"}),
    )
    assert reader_with_password(library, "管理", "another password") is None
    assert reader_with_password(library, "没有的人", PASSWORD) is None


def test_passwords_and_keys_are_not_in_the_file(library: Path) -> None:
    token = new_token(library, "管理")
    kept = (library / USERS).read_text(encoding="utf-8")
    assert PASSWORD not in kept and token not in kept and "$argon2id$" in kept
    assert (library / USERS).stat().st_mode & 0o077 == 0


def test_an_unknown_name_costs_the_same_work_as_a_wrong_password(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[argon2.Parameters] = []
    verify = argon2.PasswordHasher.verify

    def counted(self: argon2.PasswordHasher, kept: str, password: str) -> object:
        tried.append(argon2.extract_parameters(kept))
        return verify(self, kept, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    for name in ("管理", "没有的人"):
        assert reader_with_password(library, name, "不对的口令不对") is None
    assert len(tried) == 2 and tried[0] == tried[1]


def test_a_key_of_a_program_is_its_users(library: Path) -> None:
    first, second = new_token(library, "管理"), new_token(library, "管理")
    for token in (first, second):
        reader = reader_with_token(library, token)
        assert reader is not None and reader.name == "管理"
    assert reader_with_token(library, "jd_x") is None and reader_with_token(library, "") is None
    assert forget_tokens(library, "管理") == 2
    assert reader_with_token(library, first) is None


def test_who_signs_in_elsewhere_is_known_by_the_address_and_has_no_password(library: Path) -> None:
    put_user(library, "wang@example.org", Role.EDITOR)
    reader = reader_with_claims(library, {"sub": "1", "email": "Wang@example.org"})
    assert reader is not None and reader.may_edit and not reader.may_administer
    assert reader_with_password(library, "wang@example.org", "") is None


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": ""},
        {"email": "x@example.org"},
        {"email": None},
        {"email": ["wang@example.org"]},
        {"email": "wang@example.org", "email_verified": False},
        {"email": "wang@example.org", "email_verified": "false"},
        {"preferred_username": "wang@example.org", "sub": "wang@example.org", "name": "wang@example.org"},
    ],
)
def test_what_the_provider_does_not_vouch_for_names_nobody(library: Path, claims: dict[str, object]) -> None:
    put_user(library, "wang@example.org", Role.EDITOR)
    assert reader_with_claims(library, claims) is None


def test_another_claim_names_users_where_it_is_set(library: Path) -> None:
    put_user(library, "wangwu", Role.EDITOR)
    claims = {"sub": "s-2", "email": "wang@example.org", "email_verified": False, "preferred_username": "wangwu"}
    reader = reader_with_claims(library, claims, "preferred_username")
    assert reader is not None and reader.name == "wangwu"
    assert reader_with_claims(library, claims, "sub") is None and reader_with_claims(library, claims) is None


def test_what_is_not_named_stays_as_it_is(library: Path) -> None:
    put_user(library, "li.si@example.org", Role.EDITOR)
    user = user_named(library, "Li.Si@example.org")
    assert user is not None and user.role is Role.EDITOR and user.groups == ("人事处", "信访处")
    assert reader_with_password(library, "Li.Si@example.org", "another password") is not None


def test_there_is_always_an_administrator(tmp_path: Path, library: Path) -> None:
    with pytest.raises(QueryError, match="没有管理员"):
        put_user(tmp_path / "neu", "张三", Role.READER, [], PASSWORD)
    with pytest.raises(QueryError, match="没有管理员"):
        remove_user(library, "管理")
    with pytest.raises(QueryError, match="没有管理员"):
        put_user(library, "管理", Role.READER)
    assert not has_users(tmp_path / "neu")


@pytest.mark.parametrize("name", ["", " ", "张三/李四", "<b>", "a" * 65, "一\n二"])
def test_a_name_that_cannot_be_is_told(library: Path, name: str) -> None:
    with pytest.raises(QueryError, match="不能作用户名"):
        put_user(library, name)


def test_a_short_password_is_told(library: Path) -> None:
    with pytest.raises(QueryError, match="短于"):
        put_user(library, "张三", password="1234567")
    assert user_named(library, "张三") is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"users": [{"name": "a", "role": "god", "groups": []}]}'])
def test_a_broken_file_lets_nobody_in(library: Path, content: str) -> None:
    (library / USERS).write_text(content, encoding="utf-8")
    assert has_users(library)
    with pytest.raises(QueryError, match="用户文件读不出来"):
        reader_with_password(library, "管理", PASSWORD)


def test_the_file_is_readable_to_who_keeps_it(library: Path) -> None:
    kept = json.loads((library / USERS).read_text(encoding="utf-8"))
    assert [u["name"] for u in kept["users"]] == ["Li.Si@example.org", "管理"]
