"""A question read: what it asks for, of whom, where and when, and of which notices."""
