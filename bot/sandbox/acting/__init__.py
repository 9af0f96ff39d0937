"""What a person does, sent to the app as Slack sends it."""
