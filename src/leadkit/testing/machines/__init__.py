"""
A host's application under test: what happens to a lead there, and in leadkit.
"""
