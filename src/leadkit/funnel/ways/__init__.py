"""
The ways that a lifecycle has, and whether histories keep to them.
"""
