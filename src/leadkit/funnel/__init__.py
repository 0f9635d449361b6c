"""
Numbers about a funnel, from the history that its lifecycle wrote.
"""
