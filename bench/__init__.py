"""How fast the engine is, against rivals and floors that are timed beside it. ``make bench`` runs it."""
