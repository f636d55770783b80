"""What turns the demo's stories into export files: one module per platform, each the writer of one vendor's format.

Standard library only, so that the demo can be made again with nothing installed. Nothing here knows of
yarnnn_pipelines: the demo meets the line only through the files, as a real agency's exports do.
"""
