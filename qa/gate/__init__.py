"""The gate: nothing reaches a person that does not stand in the clause it cites and belong to what was asked."""
