"""Block Kit: its parts by name, and what Slack refuses in the blocks of a view or a message."""
