"""
Where leads stay, and how long: time in stages, stages by age, and moves between them.
"""
