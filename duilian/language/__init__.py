"""Chinese text: characters and clauses, time expressions, what is masked."""
