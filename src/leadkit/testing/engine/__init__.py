"""
Laws about the engine and the host's own classes: replaying, and refusing a move.
"""
