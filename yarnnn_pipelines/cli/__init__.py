"""`yarnnn`, the command line: one file a group of commands; how things are shown is in `views`."""
