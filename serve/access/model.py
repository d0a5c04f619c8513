"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do, each with what the one before it may."""

    READER = "reader"  # ask, search, compare, training
    EDITOR = "editor"  # ingest, correct, remove, projects
    ADMIN = "admin"  # users, groups, exports of internal material, audit; reads everything

    def allows(self, needed: Role) -> bool:
        """Whether it may do what another role may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(needed)


ROLE_NAMES = {Role.READER: "读者", Role.EDITOR: "编辑", Role.ADMIN: "管理员"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is signed in, or who sits at the machine itself."""

    name: str
    role: Role = Role.READER
    groups: frozenset[str] = frozenset()  # whose closed files they may read

    @property
    def may_edit(self) -> bool:
        """Whether they may change the library."""
        return self.role.allows(Role.EDITOR)

    @property
    def may_administer(self) -> bool:
        """Whether they may change who may do what; they read everything."""
        return self.role.allows(Role.ADMIN)


# Where nobody has been named in a library, whoever sits at the machine is its administrator.
LOCAL = Reader("本机", Role.ADMIN)
