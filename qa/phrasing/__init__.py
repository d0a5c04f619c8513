"""An answer worded by a language model, where one is set: only from its findings, every sentence held against them."""
