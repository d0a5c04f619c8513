"""Training packs written out: handout, slides, question bank, quiz, picture, each with its manifest inside."""
