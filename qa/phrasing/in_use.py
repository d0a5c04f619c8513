"""An answer worded by the language model that is set; where none is, the answer as it is and nothing imported for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from index.model import StoredClause
from qa.model import Answer, AnswerOutcome, Statement
from qa.phrasing.model import LanguageModelSettingsError
from qa.phrasing.settings import MODEL_VARIABLE, URL_VARIABLE, settings_of


def phrased_as_set(
    answer: Answer,
    clause_of: Callable[[str], StoredClause | None],
    *,
    on_sentence: Callable[[Statement], None] | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Answer:
    """The answer with the model's wording where the environment names a model; a setting that is wrong becomes a note.

    `clause_of` gives a clause of the library by its id; `on_sentence` is as for `phrased`.
    """
    if answer.outcome is AnswerOutcome.NOT_FOUND:
        return answer
    try:
        settings = settings_of(environment)
    except LanguageModelSettingsError as error:
        from qa.phrasing.phrase import kept

        return kept(answer, f"{error.source} {error.problem}")
    if settings is None:
        return answer
    # Only now: Haystack's generator takes longer to import than a question takes to answer.
    from qa.phrasing.clause_gate import clause_gate
    from qa.phrasing.haystack_chat import HaystackChatModel
    from qa.phrasing.phrase import phrased

    return phrased(answer, HaystackChatModel(settings), clause_gate(answer, clause_of), on_sentence=on_sentence)


def wording(
    wanted: bool | None,
    clause_of: Callable[[str], StoredClause | None],
    *,
    environment: Mapping[str, str] = os.environ,
) -> Callable[[Answer], Answer]:
    """What a command does with each answer: None words it where a model is set, False never.

    True raises LanguageModelSettingsError where none is set, or what is set cannot be used: who asks for it outright is
    told before the question is answered.
    """
    if wanted is False:
        return lambda answer: answer
    if wanted and settings_of(environment) is None:
        raise LanguageModelSettingsError(
            "语言模型", "没有设置", f"请设置环境变量 {URL_VARIABLE} 和 {MODEL_VARIABLE}，或去掉 --phrase"
        )
    return lambda answer: phrased_as_set(answer, clause_of, environment=environment)
