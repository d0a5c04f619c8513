"""Questions about documents themselves, answered from mastheads, references and what they say of their own time."""
