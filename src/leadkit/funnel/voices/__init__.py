"""
What leads do and say themselves: how engaged they are, and how satisfied.
"""
