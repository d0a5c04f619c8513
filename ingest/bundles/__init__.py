"""Several documents in one file: a notice and its rule, bulletins, collections."""
