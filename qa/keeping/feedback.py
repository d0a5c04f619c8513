"""What readers said of answers, kept in the library's folder so that it can become labelled questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path, PurePath

from qa.keeping.kept_lines import JsonObject, add_line, lines_kept
from qa.keeping.posed import Posed, posed_object
from qa.model import Answer, AnswerOutcome

FILE = PurePath("feedback", "feedback.jsonl")  # in a library's folder


class Verdict(StrEnum):
    """What a reader thinks of an answer."""

    GOOD = "good"
    BAD = "bad"


class Reason(StrEnum):
    """What is wrong with it; a member's value is what people read."""

    FIGURE = "数字不对"
    CLAUSE = "引错了条款"
    MISSED = "漏了文件"
    REFUSED = "应当查得到"
    INVENTED = "不该有答案"
    OUTDATED = "用了失效的规定"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader said of one answer."""

    reader: str
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    words: str = ""  # the reader's own


def keep_feedback(
    folder: Path, library_id: str, generation: int, posed: Posed, answer: Answer, opinion: Opinion, *, at: datetime
) -> None:
    """Keep an opinion with the question, the answer and what it stood on; KeptLinesError where it cannot be written."""
    add_line(
        folder / FILE,
        {
            "at": at.isoformat(timespec="seconds"),
            "reader": opinion.reader,
            "verdict": opinion.verdict.value,
            "reasons": [reason.value for reason in opinion.reasons],
            "words": opinion.words,
            **posed_object(posed),
            "said": answer.question,
            "library": library_id,
            "generation": generation,
            "outcome": answer.outcome.value,
            "answer": answer.answer,
            "confidence": answer.confidence,
            "findings": [
                {
                    "file": PurePath(f.file).name,
                    "clause_path": list(f.path),
                    "clause_id": f.clause_id,
                    "evidence": f.quote,
                    "answer": f.value or "",
                }
                for f in answer.findings
            ],
        },
    )


def feedback_kept(folder: Path) -> list[JsonObject]:
    """What was said, oldest first: the last word of each reader on each question of each state of the library."""
    last: dict[tuple[object, ...], JsonObject] = {}
    for line in lines_kept(folder / FILE):
        key = tuple(str(line.get(name)) for name in ("reader", "library", "generation", *posed_object(Posed(""))))
        last.pop(key, None)
        last[key] = line
    return list(last.values())


def labelled_drafts(kept: Sequence[JsonObject]) -> list[JsonObject]:
    """Drafts of labelled questions for a person to check, in the form of docs/evaluation.md.

    A good answer proposes its first finding as label, a good refusal none. A bad one proposes nothing but the question,
    with what the reader said of it under `remark`, as it is yet to be labelled.
    """
    return [_draft(line) for line in kept]


def _draft(line: JsonObject) -> JsonObject:
    good = line["verdict"] == Verdict.GOOD
    refused = line["outcome"] == AnswerOutcome.NOT_FOUND
    labels = [{k: v for k, v in f.items() if k != "clause_id"} for f in line["findings"][:1]] if good else []
    said = "，".join(filter(None, (*line["reasons"], line["words"])))
    return {
        "id": f"F{sha256(str(line['said']).encode('utf-8', 'backslashreplace')).hexdigest()[:8]}",
        "question": line["said"],
        "kind": "feedback",
        "answers": labels,
        **({"outcome": AnswerOutcome.NOT_FOUND.value} if good and refused else {}),
        **({"regions": line["regions"]} if line["regions"] else {}),
        **({} if good else {"remark": said or "读者认为不对", "unlabelled": True}),
    }
