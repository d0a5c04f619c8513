"""Text of notices as the pages may show it."""

from __future__ import annotations

from html import escape

from serve.exports.printable import printable


def shown(text: str) -> str:
    """The text escaped for HTML, without characters that print nothing and turn round what stands beside them."""
    return escape(printable(text))
