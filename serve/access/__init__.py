"""Who may read what, and what is written down of it: the same for pages, REST and MCP."""
