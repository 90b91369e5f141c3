"""Real calls from files of other systems."""
