"""What Slack refuses in the blocks of a view or a message."""
