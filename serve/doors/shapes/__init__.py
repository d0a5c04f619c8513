"""The contract's objects as typed dicts, for the description of the REST door alone: nothing is made or checked with them.

The objects themselves come from serve/contract.py and its neighbours; a test holds every answer to these shapes, key
by key. What each key means is said once, in `meanings.py`.
"""
