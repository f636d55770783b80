"""Live sources: the four platforms read through their APIs, landing the same item versions as their export files.

The one HTTP client, what a source's run may cost, and a file per platform. Comparing with the warehouse and writing
belong to `sources.known` and `sources.pipeline`, as for exports.
"""
