"""What wording an answer works with: the model and the gate as it needs them, the sentences in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ingest.errors import PolicyError


class LanguageModelSettingsError(PolicyError):
    """The language model is set in a way that cannot be meant."""


class LanguageModelError(PolicyError):
    """The language model gave no whole answer; the problem is for people and holds nothing that a server wrote."""


class Role(StrEnum):
    """Who speaks in a chat."""

    SYSTEM = "system"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat."""

    role: Role
    text: str


class ChatModel(Protocol):
    """A language model."""

    def pieces(self, messages: Sequence[Message], *, streamed: bool) -> Iterator[str]:
        """The reply as it comes, in one piece where not streamed; LanguageModelError when it does not come whole."""


class SentenceGate(Protocol):
    """Holds one sentence against the clauses that it cites."""

    def __call__(self, text: str, citations: Sequence[str]) -> str | None:
        """Why the sentence may not stand, in Chinese, for people; None where it may."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a sentence up to the numbers that stand behind it."""

    text: str
    numbers: tuple[int, ...]  # of findings, from 1, as the model wrote them


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence as the model wrote it, its marks of citation taken out."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The sentence without citations."""
        return "".join(segment.text for segment in self.segments).strip()

    @property
    def numbers(self) -> tuple[int, ...]:
        """All numbers that it cites, each once, in order."""
        return tuple(dict.fromkeys(number for segment in self.segments for number in segment.numbers))
