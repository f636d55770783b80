"""A client's week turned into an update: what may be said, how it is worded, what is proven, how it looks."""
