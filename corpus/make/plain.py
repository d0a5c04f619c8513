"""A digest as plain text, the way a notice is pasted into a file."""

from __future__ import annotations

from corpus.make.source import MARK, Block, BlockKind, Digest

_INDENTED = (BlockKind.TEXT,)


def to_plain_text(digest: Digest) -> str:
    """The digest with full-width indents and an empty line between its parts."""
    return "\n\n".join([MARK, *map(_printed, digest.blocks)]) + "\n"


def _printed(block: Block) -> str:
    indent = "　　" if block.kind in _INDENTED else ""
    return "\n".join(indent + line for line in block.lines)
