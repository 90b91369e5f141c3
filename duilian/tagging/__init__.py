"""Tagging of turns: acts, cues and the time expressions they rest on."""
