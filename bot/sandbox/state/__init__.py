"""What is in this Slack: people, conversations, messages, modals, and what its app was configured with."""
