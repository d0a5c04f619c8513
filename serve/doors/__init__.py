"""The doors for other programs: REST and MCP over the functions that the command calls."""
