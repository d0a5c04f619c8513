"""The question bank: questions made from figures, lists, bodies and prohibitions, each with one answer that is printed."""
