"""How good labels and verdicts are: scores, agreement."""
