"""What a person does: what the app hears of it, and what becomes of the answer."""
