"""
Stories: what happens to a made-up lead until a law is broken, told and as a test.
"""
