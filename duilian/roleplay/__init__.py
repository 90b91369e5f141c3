"""Role-play: who the client is, what it has heard, what it does next. No Rasa in here."""
