"""
What rules can and can't do, proved over regions of values, with real leads as examples.
`leadkit.rules.analysis` asks.
"""
