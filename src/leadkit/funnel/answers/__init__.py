"""
What every answer can do: give its rows, the leads behind them, and be looked at.
"""
