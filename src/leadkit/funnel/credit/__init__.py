"""
Which channel a conversion is owed to, and what it cost.
"""
