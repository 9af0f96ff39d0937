"""The rules. Knows no Slack, no HTTP and no HTML."""
