"""Duilian: practice and assessment of sales conversations."""
