"""
What is still open, and what may come of it: sales velocity and forecasts.
"""
