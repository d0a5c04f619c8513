"""What a run of ingest has to do: which files are new, moved, copies of another one, or gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.discovery import Discovery, NotTaken, below, on_disk_with
from index.library import KnownFile
from index.model import Outcome
from index.writing import SourceFacts
from ingest.errors import RefusedFileError


@dataclass(frozen=True, slots=True)
class Plan:
    """The work of one run, each part in the order of discovery."""

    to_read: tuple[tuple[SourceFacts, Outcome], ...]  # the outcome if all goes well
    settled: tuple[tuple[SourceFacts, Outcome], ...]  # the content is in the library: nothing to read
    moves: tuple[tuple[int, SourceFacts], ...]  # known files (by key) and where they are now
    copies: tuple[NotTaken, ...]  # content that is in the library under another name
    gone: tuple[int, ...]  # known files (by key) that are in the library and no longer in their folder
    forgotten: tuple[int, ...]  # the same of files that failed or were refused: only their line in the list goes


def plan_run(discovery: Discovery, known: Sequence[KnownFile], *, reread: bool = False) -> Plan:
    """Compare what is on the disk with what the library knows.

    The same content belongs to one name: to the one the library has, as long as it is there, else to the first. With
    `reread`, unchanged files are read again.
    """
    by_place = {k.facts.resolved: k for k in known}
    by_content = {k.facts.sha256: k for k in known if k.kept}
    owners = _owners(discovery.files, by_content)
    to_read, settled, moves, copies = [], [], [], []
    for facts in discovery.files:
        holder, owner = by_content.get(facts.sha256), owners[facts.sha256]
        if owner.resolved != facts.resolved:
            error = RefusedFileError(facts.file, f"内容和 {owner.file} 完全相同", "同一份文件只入库一次，不必处理")
            copies.append(NotTaken(facts, Outcome.REFUSED, str(error)))
            continue
        before = by_place.get(facts.resolved)
        if holder is None or reread:
            if holder is not None and holder.facts.resolved != facts.resolved:
                moves.append((holder.row, facts))
            is_update = holder is not None or (before is not None and before.kept)
            to_read.append((facts, Outcome.UPDATED if is_update else Outcome.ADDED))
            continue
        displaces = before is not None and before.kept and before.row != holder.row
        settled.append((facts, Outcome.UPDATED if displaces else Outcome.UNCHANGED))
        if (holder.facts.resolved, holder.facts.file) != (facts.resolved, facts.file):
            moves.append((holder.row, facts))
    gone, forgotten = _missing(discovery, known, {row for row, _ in moves})
    return Plan(tuple(to_read), tuple(settled), tuple(moves), tuple(copies), gone, forgotten)


def _owners(files: Sequence[SourceFacts], by_content: dict[str, KnownFile]) -> dict[str, SourceFacts]:
    """Return which place each content belongs to."""
    found: dict[str, list[SourceFacts]] = {}
    for facts in files:
        found.setdefault(facts.sha256, []).append(facts)
    on_disk_now = {facts.resolved: facts for facts in files}
    owners = {}
    for sha256, places in found.items():
        owners[sha256] = places[0]
        holder = by_content.get(sha256)
        if holder is None:
            continue
        here = on_disk_now.get(holder.facts.resolved)
        if here is not None and here.sha256 == sha256:
            owners[sha256] = here
        elif here is None and on_disk_with(sha256, holder.facts):  # not among the paths given this time
            owners[sha256] = holder.facts
    return owners


def _missing(
    discovery: Discovery, known: Sequence[KnownFile], moved: set[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the keys of known files that lay below the listed folders and are gone: kept ones, and the others."""
    if not discovery.folders:  # single files were given: of a large library none needs a look
        return (), ()
    present = {facts.resolved for facts in discovery.files}
    spoken_of = {n.facts.absolute for n in discovery.not_taken}  # there, but not to be read this time
    missing = [
        k
        for k in known
        if k.facts.resolved not in present
        and k.row not in moved
        and k.facts.absolute not in spoken_of
        # A file named by itself may have become an archive, which is listed like a folder.
        and (k.facts.absolute in discovery.folders or below(k.facts.absolute, discovery.folders))
        and not below(k.facts.absolute, discovery.unlisted)
    ]
    return tuple(k.row for k in missing if k.kept), tuple(k.row for k in missing if not k.kept)
