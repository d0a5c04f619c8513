"""Why a clause was found, for machines and for people."""

from __future__ import annotations

from qa.model import Copy, Explanation, MatchedField

_FIELDS = {
    MatchedField.TEXT: "正文",
    MatchedField.HEADING: "所在标题",
    MatchedField.TITLE: "文件标题与机关",
    MatchedField.NUMBER: "文号",
}


def why_object(why: Explanation | None) -> dict[str, object] | None:
    """The key `why` of a result of `judian search --json`."""
    if why is None:
        return None
    words = [
        {"word": w.word, "field": w.field.value, "weight": w.weight, "synonym_of": w.synonym_of} for w in why.words
    ]
    return {"words": words, "lexical_rank": why.lexical_rank, "dense_rank": why.dense_rank, "phrase": why.phrase}


def why_line(why: Explanation) -> str:
    """One line: 正文有「补贴」，「津贴」（同「辛苦费」，0.32）；词语第 1，意思第 3."""
    said = []
    for field, name in _FIELDS.items():
        words = [
            f"「{w.word}」" + (f"（即「{w.synonym_of}」，权重 {w.weight:g}）" if w.synonym_of else "")
            for w in why.words
            if w.field is field
        ]
        if words:
            said.append(f"{name}有{'、'.join(words)}")
    if why.phrase:
        said.append("词语相连")
    ranks = [
        f"按{name}第 {rank} 名" if rank else f"按{name}没有排到"
        for name, rank in (("词语", why.lexical_rank), ("意思", why.dense_rank))
    ]
    return "；".join((*said, "，".join(ranks)))


def copies_line(copies: tuple[Copy, ...]) -> str:
    """One line that names the other files of the same notice."""
    return f"同一份文件另见：{'、'.join(copy.file for copy in copies)}"
