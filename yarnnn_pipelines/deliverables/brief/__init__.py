"""What may be said of a week, sorted into the sections of a deliverable type."""
