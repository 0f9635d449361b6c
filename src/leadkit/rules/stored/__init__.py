"""
The nodes of rules as JSON, written and read. `leadkit.rules.codec` is the door.
"""
