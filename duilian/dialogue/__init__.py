"""Dialogues: their values and file forms, and what surrounds a turn."""
