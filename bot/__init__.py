"""onetime: one-time scheduling links for support teams, where they work."""
