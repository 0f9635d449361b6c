"""
How many leads get from one stage to another: in all, in time, by cohort.
"""
