"""The one place where what somebody may read is applied: before anything is looked for."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from pathlib import Path, PurePath
from threading import Lock

from index.clause_index import OpenIndex
from index.library import Library
from index.read_groups import groups_in_use
from index.restricted import RestrictedLibrary, Sight, restricted_index
from ingest.errors import PolicyError
from serve.access.model import ROLE_NAMES, Reader, Role

_KEPT_AS = "restricted views"  # by the whole library, and gone with it
_MOST_KEPT = 32


class AccessError(PolicyError):
    """Somebody is not signed in, or may not do what they ask for."""

    def __init__(self, source: PurePath | str, problem: str, remedy: str, *, signed_in: bool = True) -> None:
        super().__init__(source, problem, remedy)
        self.signed_in = signed_in  # False: signing in may help


class _Views:
    """The restricted views of one library, the last used ones."""

    def __init__(self) -> None:
        self.of: OrderedDict[Sight, OpenIndex] = OrderedDict()
        self.changing = Lock()


def index_for(index: OpenIndex, reader: Reader) -> OpenIndex:
    """The index with what this reader may read, and nothing that tells of the rest.

    An administrator reads the index itself. Raises IndexBuildError where the library is too old to know groups.
    """
    if reader.may_administer:
        return index
    return _view(index, sight_of(index, reader))


def index_to_export(index: OpenIndex, reader: Reader) -> OpenIndex:
    """What this reader's exports are made from: without what is marked 内部资料 and not let out by an administrator."""
    if reader.may_administer:
        return index
    return _view(index, replace(sight_of(index, reader), internal=False))


def sight_of(index: OpenIndex, reader: Reader) -> Sight:
    """What a reader who is no administrator may see: those who differ in groups that close nothing here share it."""
    if isinstance(index.library, RestrictedLibrary):  # it has been applied
        return index.library.sight
    return Sight(reader.groups & groups_in_use(index.library), untaken=reader.may_edit)


def library_for(folder: Path, reader: Reader) -> Library:
    """A library without its indexes, as far as this reader may read it: where what they want to change is looked up."""
    if reader.may_administer:
        return Library.open(folder)
    return RestrictedLibrary(folder, Sight(reader.groups, untaken=reader.may_edit))


def require(reader: Reader, role: Role, act: str) -> None:
    """Raise AccessError where the reader may not do what this role may; `act` names it: 入库."""
    if not reader.role.allows(role):
        raise AccessError(
            reader.name,
            f"没有{act}的权限（现在是{ROLE_NAMES[reader.role]}）",
            f"请找{ROLE_NAMES[role]}办理，或请管理员调整角色",
        )


def _view(index: OpenIndex, sight: Sight) -> OpenIndex:
    views = index.library.kept.setdefault(_KEPT_AS, _Views())
    assert isinstance(views, _Views)
    with views.changing:
        found = views.of.get(sight)
        if found is None:
            found = views.of[sight] = restricted_index(index, sight)
        views.of.move_to_end(sight)
        while len(views.of) > _MOST_KEPT:
            views.of.popitem(last=False)
    return found
