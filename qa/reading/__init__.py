"""The words inside a retrieved clause that answer: their signs, their score, and the value read out."""
