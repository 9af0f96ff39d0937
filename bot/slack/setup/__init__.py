"""Setting up in modals: what can be booked, with whom, on which page, and who sets that up."""
