"""Whether words say what a term means, and do not merely speak of the thing."""

from __future__ import annotations

import re

from qa.language.sentences import squeezed_text
from qa.model import Interpretation

# 三个一, 十百千万, 2+3+4: a term that counts is spelled out by what it counts, in whatever form.
_COUNTS = re.compile(r"[一二三四五六七八九十百千万两双\d]")
#   matches   所称甲,是指… | 甲(即乙) | 甲(以下简称乙) | 甲包括…
#   rejects   即日起 | 立即 | 不包括
_DEFINING = re.compile(
    r"""(?x) 是指 | 指的是 | [系特]指 | 所称 | 简称 | 统称 | 也就是 | 亦称
    | (?<![立随当])即(?!日[起前后内]|[将可时使便]) | (?<!不)包括 | 分为 | 组成的 | 含义 """
)


def defines(interpretation: Interpretation, quote: str) -> bool:
    """Whether a quote says what the question's term means: by a word that defines, or as the label of what follows."""
    subject, said = squeezed_text(interpretation.subject), squeezed_text(quote)
    if _COUNTS.search(subject):
        return True
    terms = {t for term in interpretation.terms if len(t := squeezed_text(term)) > 1} | set(_QUOTED.findall(subject))
    of_it = [s for s in re.split("[。;]", said) if any(term in s for term in terms)]
    return any(_DEFINING.search(s) for s in of_it) or any(_labels(term, said) for term in terms)


_QUOTED = re.compile('[“"]([^“”"]{2,16})[”"]')
#   matches   本办法所称培训,是指… | 所称“共济家庭成员”是指
_OF_TERM = re.compile(r"所称的?[“\"]?(?P<term>[^,。“”\"]{2,16})[”\"]?,?[是系]指")


def defines_the_term(interpretation: Interpretation, quote: str) -> bool:
    """Whether a quote defines, by 所称…是指, the very term that the question names."""
    subject = squeezed_text(interpretation.subject)
    return any(m["term"] in subject for m in _OF_TERM.finditer(squeezed_text(quote)))


def _labels(term: str, said: str) -> bool:
    """Whether a term stands as the label of what follows: 坚持自觉自愿。是否参加由本人决定 | 四色管理:按….

    A thing that heads its paragraph (驿站。每周开放…) is spoken of, and not defined.
    """
    name = f'[“"]?{re.escape(term)}[”"]?'
    return re.search(f"(?:坚持|做到|—){name}[,。—]|{name}(?:制度|工程|体系|机制|行动|模式|服务)?:", said) is not None
