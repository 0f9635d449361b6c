"""
Statistics in plain Python: numbers in, numbers out, nothing known of leads.
"""
