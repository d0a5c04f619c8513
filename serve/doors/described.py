"""What the description of a route says: its title, its answer's shape, and the errors it may give."""

from __future__ import annotations

from typing import Any

from serve.doors.problems import MEDIA_TYPE, said_of

# What any route may answer.
_ALWAYS = (400, 401, 403, 413, 422, 429, 500, 503)
_PROBLEM_REFERENCE = {"$ref": "#/components/schemas/ProblemShape"}


def described(summary: str, shape: Any, *errors: int, status: int = 200, also: dict[int, str] | None = None) -> Any:
    """Keywords for a route; `errors` are those besides what any route may give, `also` further answers of the shape."""
    responses: dict[int | str, dict[str, Any]] = {error: problem(error) for error in sorted({*_ALWAYS, *errors})}
    for code, text in (also or {}).items():
        responses[code] = {"description": text, "model": shape}
    return {
        "summary": summary,
        "response_model": shape,
        "response_description": shape.__doc__,
        "status_code": status,
        "responses": responses,
    }


def problem(status: int) -> dict[str, Any]:
    """An error in the description."""
    described: dict[str, Any] = {
        "description": said_of(status)[0],
        "content": {MEDIA_TYPE: {"schema": _PROBLEM_REFERENCE}},
    }
    if status in (429, 503):
        described["headers"] = {
            "Retry-After": {"description": "过多少秒再试。", "schema": {"type": "integer", "minimum": 1}}
        }
    return described
