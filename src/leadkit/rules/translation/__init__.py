"""
Rules as the text of Python functions: names, values, questions, and the pass over the
activities. `leadkit.rules.compiled` makes functions of it.
"""
