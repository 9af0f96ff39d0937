"""Block Kit as HTML, and the forms that come back."""
