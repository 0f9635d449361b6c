"""
Laws about scorecards: proved from their entries, or looked for among random leads.
"""
