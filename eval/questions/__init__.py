"""Questions asked of a library: does the answer match its label, stand on its clauses, and say no where it must?"""
