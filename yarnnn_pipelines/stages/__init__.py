"""The line's steps over a batch of client weeks: read one store, call a room, write the next store.

This is where the rooms are joined, so that each of them stays free of the others and the graph stays thin.
"""
