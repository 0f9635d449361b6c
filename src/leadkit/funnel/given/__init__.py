"""
What is given: rows of a history, read, put in order and held to the lifecycle.
"""
