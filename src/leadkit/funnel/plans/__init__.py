"""
What was meant to be: a goal and where it will end, an experiment and what it shows.
"""
