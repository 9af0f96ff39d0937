"""What passes between Slack and the app: what is sent, in which shape, and the record of it all."""
