"""Real calls from files of other systems: a module a family of formats, and the one that chooses among them.

``json_lines``, ``tables`` and ``pasted`` each turn a text into results; ``formats`` sees which family a text
is of; ``results`` holds what they share. All pure: text in, values out.
"""
