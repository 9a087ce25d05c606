"""Messages between two ends, by every means that Python has; here nothing but the name.

A partner, which is a fresh process, executes this too.
"""
