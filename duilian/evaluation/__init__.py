"""How good labels and verdicts are: scores, agreement, the signature under printed figures."""
