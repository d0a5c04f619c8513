"""Other search programs over the same clauses, each in a file of its own; eval/bench_peers.py compares them."""
