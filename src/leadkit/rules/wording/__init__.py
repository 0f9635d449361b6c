"""
What a rule asks for, in the words of the people who work with leads.
"""
