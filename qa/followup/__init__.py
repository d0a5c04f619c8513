"""Questions that lean on the one before: 「那浙江呢」 completed to a question that can be read by itself.

A short question takes over what it lacks: the subject, the filters, and what was asked where it asks nothing itself. It
is completed in words, which are shown and which alone are read further on, so nothing is answered but what is shown.
Where a question has a subject of its own, or it is doubtful whether it leans on anything, nothing is taken over: as typed
it can be answered, and a wrong context would give a right-looking answer to another question.

`words` (what people say) ← `pieces` (the question before, taken apart) ← `fragment` (what the short one changes, asks or
points at) ← `edits` and `groups` (the new piece in the place of the old) ← `follow` (whether, and which of these).
"""
