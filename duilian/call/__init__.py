"""A call in play: its session in the archive and its client of Rasa's webhook."""
