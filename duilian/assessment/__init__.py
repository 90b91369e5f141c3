"""Assessment of a dialogue by the handbook rubric: pure functions of what was said."""
