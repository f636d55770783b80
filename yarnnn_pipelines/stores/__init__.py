"""Where things are kept: the home, the warehouse and the ledger, and how each is opened.

What they hold belongs to the rooms that write it.
"""
