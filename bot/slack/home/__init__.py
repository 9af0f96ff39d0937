"""The Home tab: what is a person's own and, for Administrators, all that is set up."""
