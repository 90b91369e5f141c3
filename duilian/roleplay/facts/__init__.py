"""What a client can be asked about its own affairs: topics, a sheet of facts, what a turn asks for.

``topics`` and ``sheet`` hold what is true, ``question_form`` and ``question_model`` find what is asked,
``telling`` decides what is told, to whom, and in which words. The data stand in ``data/facts``.
"""
