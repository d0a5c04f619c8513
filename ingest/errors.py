"""Every error a person may read: it names the file, what is wrong and what to do, in Chinese."""

from __future__ import annotations

from pathlib import PurePath


class PolicyError(Exception):
    """Base of all errors that a person can mend."""

    def __init__(self, source: PurePath | str, problem: str, remedy: str) -> None:
        super().__init__(str(source), problem, remedy)
        self.source, self.problem, self.remedy = source, problem, remedy

    def __str__(self) -> str:
        return f"{self.source}：{self.problem}。{self.remedy}。"


class IngestError(PolicyError):
    """A source file could not be read as a policy document: outcome `failed`."""


class RefusedFileError(IngestError):
    """A source that is not taken in on purpose (too large, a second copy, a loop of links): outcome `refused`."""


class IndexBuildError(PolicyError):
    """A library or one of its indexes could not be opened, built or written."""


class ModelError(PolicyError):
    """An embedding model could not be had or loaded."""


class QueryError(PolicyError):
    """A question or a filter that cannot be answered as asked."""


class ExportError(PolicyError):
    """A result could not be written to the file that was named."""
