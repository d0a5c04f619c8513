"""Documents that a question names by their titles: in 《》, in full without, or by the part that tells them apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.listed import ListedDocument
from index.titles import title_key
from ingest.model import Span
from qa.asking.asked_text import BLANK
from qa.language.late_pattern import LatePattern

# Two levels of 〈〉 or 《》 inside.
TITLE = re.compile(r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》")
_KIND_END = LatePattern(
    r"通知|通报|意见|办法|条例|细则|规定|方案|要点|规划|计划|纲要|预案|批复|公告|通告|决定|章程|准则|规则|规程|制度|标准|名录|目录|指南|复函"
)
_NAMES_RULE = LatePattern(rf"(?:{_KIND_END.pattern}|法)(?:[（(][^（）()]*[）)])?$")
# Words in front that make the title another document's matter: 贯彻信访工作条例的意见, 依据…制定的办法.
_AS_MATTER = LatePattern(
    r"(?:贯彻|落实|依据|根据|按照|依照|遵照|执行|实施|学习|宣传|转发|印发|废止|代替|替代|修订|修改|引用|违反|对照|关于|以及?|和|与)(?:了|的)?\s*[《〈]?$"
)
# …and behind it: 《…》的通知, 《…》实施细则.
_GOES_ON = LatePattern(
    r"[》〉]?\s*(?:的\s*)?(?:(?:若干)?(?:实施|贯彻|补充|配套)[\u4e00-\u9fff]{0,3}(?:意见|办法|细则|方案|规定|通知)|(?:印发|修订|修正|废止|解读)?(?:的)?(?:通知|批复|决定|函)(?!里|中|的|怎|规|说|要))"
)
# 依据《…》制定的办法, 贯彻…的意见: with a word of _AS_MATTER in front.
_MATTER_OF = LatePattern(
    r"[》〉]?\s*(?:制定|出台|印发|的(?:实施|贯彻|若干)?(?:意见|办法|方案|通知|细则|决定|文件)|(?:实施)?(?:意见|细则|办法))"
)
_SHORTEST_WHOLE = 6
# A part of a title that ends with its 文种: as many characters as make it no common phrase.
_SHORTEST_PART = 7
_OF_PLACE = frozenset("省市县区州")
_MOST_NAMED = 6  # a part that more titles share than this tells nothing apart
_COMMON = LatePattern(
    r"^(?:(?:的|工作|实施|管理|暂行|试行|相关|有关|具体|指导|若干|这个|那个|上述|主要|重点|建设|活动|服务|加强|关于|进一步|做好|开展|方面|全省|全市|年度|年|部门|单位)*)$"
)


@dataclass(frozen=True, slots=True)
class AskedTitle:
    """A title of the question and the documents it names."""

    span: Span  # in the folded question, with 《》
    title: str  # as typed, without 《》
    documents: tuple[ListedDocument, ...]  # none: the library does not have it
    quoted: bool


class TitleBook:
    """The titles of a library's documents; a title's key is made only where it may be the one asked for."""

    def __init__(self, titled: Sequence[tuple[str, ListedDocument]]) -> None:
        """`titled`: (title as printed, document it leads to); nothing is read before the first look."""
        self._titled = titled

    @cached_property
    def _bare(self) -> tuple[str, ...]:
        # All at once: tens of thousands take a few milliseconds so, and a tenth of a second one by one.
        return tuple(_bare(BLANK.join(title for title, _ in self._titled)).split(BLANK)) if self._titled else ()

    def holding(self, words: str, among: Sequence[int] | None = None) -> list[int]:
        """Places of the titles that hold these words, marks and 的 left out on both sides."""
        bare = self._bare
        return [i for i in (range(len(bare)) if among is None else among) if words in bare[i]]

    def document(self, place: int) -> ListedDocument:
        """The document that a title leads to."""
        return self._titled[place][1]

    def key(self, place: int) -> str:
        """What a title is looked up by."""
        return title_key(self._titled[place][0]) or ""

    def of_key(self, key: str) -> list[ListedDocument]:
        """The documents whose title has this key, each once."""
        return self.documents([i for i in self.holding(_bare(key)) if self.key(i) == key]) if key else []

    def documents(self, places: Iterable[int]) -> list[ListedDocument]:
        """The documents of these titles, each once, in the library's order."""
        return list({self.document(i).document_id: self.document(i) for i in places}.values())


def read_titles(text: str, book: TitleBook) -> list[AskedTitle]:
    """Titles that a folded question names, in its order; a title that is another document's matter is none."""
    found = [_quoted(text, m, book) for m in TITLE.finditer(text)]
    quoted = [t for t in found if t is not None]
    rest = text
    for match in TITLE.finditer(text):
        rest = rest[: match.start()] + BLANK * len(match.group()) + rest[match.end() :]
    if not quoted and (named := _unquoted(rest, book)):
        quoted.append(named)
    return quoted


def _quoted(text: str, match: re.Match[str], book: TitleBook) -> AskedTitle | None:
    if _AS_MATTER.search(text[: match.start()]) and _MATTER_OF.match(text, match.end()):
        return None
    title = match.group(1)
    if _GOES_ON.match(text, match.end()) and not book.of_key(title_key(title) or ""):
        return None
    documents = book.of_key(title_key(title) or "")
    if not documents and len(bare := _bare(title)) >= _SHORTEST_WHOLE - 1:
        documents = book.documents(book.holding(bare))
    if not documents and not _NAMES_RULE.search(title):
        return None  # 《用户手册》, 《拆迁协议》: nothing that a library of notices would be missed in
    return AskedTitle(match.span(), title, tuple(documents), quoted=True)


def _unquoted(text: str, book: TitleBook) -> AskedTitle | None:
    """A title that stands in the question whole, else the longest stretch up to a 文种 that tells titles apart."""
    parts: list[AskedTitle] = []
    for end in _KIND_END.finditer(text):
        pressed, places = _pressed(text[: end.end()])
        run = re.search(r"[\u4e00-\u9fff\d]*$", pressed)
        words = run[0] if run else ""
        near = book.holding(words[-_SHORTEST_WHOLE:]) if len(words) >= _SHORTEST_WHOLE else []
        if not near:
            continue
        length = _SHORTEST_WHOLE
        while length < len(words) and (longer := book.holding(words[-length - 1 :], near)):
            near, length = longer, length + 1
        if words[-length] in _OF_PLACE and length > _SHORTEST_WHOLE:  # 浙江省|老干部工作要点
            length -= 1
        span = (places[len(pressed) - length], end.end())
        if not _names_document(text, span):
            continue
        whole = [i for i in near if _bare(book.key(i)).removeprefix("关于") in words]
        named = AskedTitle(span, text[slice(*span)], tuple(book.documents(whole or near)), quoted=False)
        if whole:
            return named
        distinct = {book.key(i) for i in near}
        telling = length >= _SHORTEST_PART and not _COMMON.match(_KIND_END.sub("", words[-length:]))
        if telling and len(distinct) <= _MOST_NAMED:
            parts.append(named)
    return max(parts, key=lambda t: t.span[1] - t.span[0], default=None)


def _names_document(text: str, span: Span) -> bool:
    """Whether a title names the document that is meant, and not what another one is about."""
    matter = _AS_MATTER.search(text[: span[0]]) is not None
    return not (
        _GOES_ON.match(text, span[1]) or (matter and re.match(r"[》〉]?(?:制定|出台|印发|的)", text[span[1] :]))
    )


# What is read over in titles; full-width letters, digits and brackets are half-width in questions.
_LEFT_OUT = "《》〈〉“”\"'‘’的,，、·「」"
_FULL_WIDTH = LatePattern("[\uff01-\uff5e]")


def _bare(title: str) -> str:
    """A title without white space, quotation marks and 的."""
    bare = "".join(title.split())
    for mark in _LEFT_OUT:
        if mark in bare:
            bare = bare.replace(mark, "")
    return unicodedata.normalize("NFKC", bare) if _FULL_WIDTH.search(bare) else bare


def _pressed(text: str) -> tuple[str, list[int]]:
    """The same of a question, and where each character stood."""
    kept = [(c, i) for i, c in enumerate(text) if c not in _LEFT_OUT and not c.isspace()]
    return "".join(c for c, _ in kept), [i for _, i in kept]
