"""How the command line shows things: a deliverable, the state of the line, progress. Nothing is decided here."""
