"""The Web API: what the app asks of Slack, and what is answered."""
