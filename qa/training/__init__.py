"""Training material from clauses: outline, key points, figures, questions and answers, question bank; every line cited."""
