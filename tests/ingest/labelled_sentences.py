"""Sentences of our own with what a careful reader finds in them, as tests/ingest/labelled/*.txt print them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LABELLED = Path(__file__).parent / "labelled"


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence, perhaps broken over lines, and its labels."""

    text: str
    labels: tuple[tuple[str | None, ...], ...]
    fields: tuple[str | None, ...]  # the line that begins with =; () where there is none

    def __str__(self) -> str:
        return self.text[:30]


def labelled_sentences(name: str) -> list[LabelledSentence]:
    """All sentences of a file, in order: a sentence's lines, then indented its labels, parted by |; - is none."""
    sentences: list[LabelledSentence] = []
    text, labels, fields = "", [], ()
    for line in [*(LABELLED / name).read_text(encoding="utf-8").split("\n"), "end"]:
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("  ="):
            fields = tuple(map(_value, line.split()[1:]))
        elif line.startswith("  "):
            labels.append(tuple(map(_value, line.strip().split(" | "))))
        elif text and not text.endswith("。"):
            text += "\n" + line
        else:
            if text:
                sentences.append(LabelledSentence(text, tuple(labels), fields))
            text, labels, fields = line, [], ()
    return sentences


def _value(printed: str) -> str | None:
    return None if printed.strip() == "-" else printed.strip()
