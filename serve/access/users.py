"""The people who may use a library, in a file beside it: names, roles, groups, and passwords as argon2 hashes."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.whole_files import replace_whole
from ingest.errors import QueryError
from serve.access.model import Reader, Role

if TYPE_CHECKING:
    from argon2 import PasswordHasher

USERS = "users.json"
EMAIL = "email"
"""The claim of an OIDC provider that users are known by, unless another is set."""
SHORTEST_PASSWORD = 8
# A name or group: letters, digits, Chinese characters and what e-mail addresses have.
#   matches   张三 | li.si@example.org | 人事处-1
#   rejects   (empty) | a b | 张三/李四 | <b>
_NAME = re.compile(r"[\w.@+·-]{1,64}")


@dataclass(frozen=True, slots=True)
class User:
    """One person of the user file."""

    name: str  # what they sign in with; of those who sign in through OIDC, their e-mail address or another claim
    role: Role
    groups: tuple[str, ...] = ()
    password: str | None = None  # argon2id, in its own coded form; None: they sign in through OIDC alone
    tokens: tuple[str, ...] = ()  # SHA-256 of the keys that programs of theirs use

    @property
    def reader(self) -> Reader:
        """The person as the gate knows them."""
        return Reader(self.name, self.role, frozenset(self.groups))


def has_users(library: Path) -> bool:
    """Whether anybody is named for this library (its folder): then people must sign in."""
    return (library / USERS).exists()


def users_of(library: Path) -> tuple[User, ...]:
    """Return all users, by name. Raises QueryError for a file that cannot be read: nobody gets in by breaking it."""
    file = library / USERS
    if not has_users(library):
        return ()
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))["users"]
        return tuple(
            sorted(
                (
                    User(u["name"], Role(u["role"]), tuple(u["groups"]), u.get("password"), tuple(u.get("tokens", ())))
                    for u in kept
                ),
                key=lambda u: u.name,
            )
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise QueryError(
            file, "用户文件读不出来，暂时不能登录", "请用备份恢复，或移走它后用 judian users add 重建"
        ) from error


def user_named(library: Path, name: str) -> User | None:
    """Return the user of this name, upper and lower case alike; None where there is none."""
    return next((u for u in users_of(library) if u.name.casefold() == name.strip().casefold()), None)


def reader_with_password(library: Path, name: str, password: str) -> Reader | None:
    """Return who signs in with this password; None for a wrong one and for an unknown name, after the same time."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    user = user_named(library, name)
    kept = user.password if user is not None else None
    try:
        _hasher().verify(kept or _nobody(), password)
    except (Argon2Error, InvalidHashError):
        return None
    return user.reader if user is not None and kept is not None else None


def reader_with_token(library: Path, token: str) -> Reader | None:
    """Return whose program uses this key; None for an unknown one."""
    digest = _digest(token)
    found = None
    for user in users_of(library):
        if any(hmac.compare_digest(digest, kept) for kept in user.tokens):
            found = user
    return found.reader if found is not None else None


def reader_with_claims(library: Path, claims: Mapping[str, object], claim: str = EMAIL) -> Reader | None:
    """Return who somebody is here whom an OIDC provider has signed in, by one of its claims; None for nobody here."""
    name = name_in_claims(claims, claim)
    user = user_named(library, name) if name else None
    return user.reader if user is not None else None


def name_in_claims(claims: Mapping[str, object], claim: str = EMAIL) -> str:
    """Return the user's name that a claim gives; "" where it gives none, and for an address said to be unverified."""
    given = claims.get(claim)
    if not isinstance(given, str) or (claim == EMAIL and str(claims.get("email_verified", True)).lower() == "false"):
        return ""
    return given.strip()


def put_user(
    library: Path,
    name: str,
    role: Role | None = None,
    groups: Sequence[str] | None = None,
    password: str | None = None,
) -> User:
    """Add a user, or change what is given of one; raises QueryError for what cannot be."""
    before = user_named(library, name)
    if before is None:
        before = User(_checked(name.strip(), "用户名"), Role.READER)
    if role is not None:
        before = replace(before, role=role)
    if groups is not None:
        before = replace(before, groups=tuple(sorted(set(map(checked_group, groups)))))
    if password is not None:
        before = replace(before, password=_hasher().hash(_long_enough(password)))
    _keep(library, [*(u for u in users_of(library) if u.name != before.name), before])
    return before


def new_token(library: Path, name: str) -> str:
    """Make a key for a program of this user, shown once and kept as a hash; raises QueryError for an unknown user."""
    user = _known(library, name)
    token = f"jd_{secrets.token_urlsafe(32)}"
    changed = replace(user, tokens=(*user.tokens, _digest(token)))
    _keep(library, [*(u for u in users_of(library) if u.name != user.name), changed])
    return token


def forget_tokens(library: Path, name: str) -> int:
    """Make all keys of a user invalid; return how many there were."""
    user = _known(library, name)
    _keep(library, [*(u for u in users_of(library) if u.name != user.name), replace(user, tokens=())])
    return len(user.tokens)


def remove_user(library: Path, name: str) -> None:
    """Remove a user; raises QueryError for an unknown one."""
    user = _known(library, name)
    _keep(library, [u for u in users_of(library) if u.name != user.name])


def _known(library: Path, name: str) -> User:
    user = user_named(library, name)
    if user is None:
        raise QueryError(name, "没有这个用户", "请用 judian users list 查看")
    return user


def _keep(library: Path, users: Iterable[User]) -> None:
    """Write the file whole or not at all, for its owner's eyes alone. One administrator at least can still sign in."""
    kept = sorted(users, key=lambda u: u.name)
    if not any(u.role is Role.ADMIN for u in kept):
        raise QueryError(USERS, "这样就没有管理员了", "请先添加一名管理员：judian users add 姓名 --role admin")
    text = json.dumps({"users": [asdict(u) for u in kept]}, ensure_ascii=False, indent=1)
    try:
        library.mkdir(parents=True, exist_ok=True)
        replace_whole(library / USERS, text.encode())
    except OSError as error:
        raise QueryError(
            library / USERS, f"用户文件写不进去（{error.strerror}）", "请检查磁盘空间和文件夹权限"
        ) from error


def checked_group(name: str) -> str:
    """Return the name of a group, checked; raises QueryError for what cannot be one."""
    return _checked(name.strip(), "组名")


def _checked(name: str, what: str) -> str:
    if not _NAME.fullmatch(name):
        raise QueryError(name or what, f"不能作{what}", "请用汉字、字母、数字和 . @ + - _，不超过 64 个字")
    return name


def _long_enough(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise QueryError("密码", f"短于 {SHORTEST_PASSWORD} 位", "请换一个长一些的")
    return password


def _hasher() -> PasswordHasher:
    """argon2id at the library's defaults (RFC 9106, the second recommended choice)."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def _nobody() -> str:
    """The hash of a password that nobody has: an unknown name takes as long as a known one."""
    return "$argon2id$v=19$m=65536,t=3,p=4$" + "A" * 22 + "$" + "A" * 43


def _digest(token: str) -> str:
    """Keys are random and long: a plain hash keeps them, and each call of a program costs no argon2."""
    return hashlib.sha256(token.encode("utf-8", "backslashreplace")).hexdigest()
