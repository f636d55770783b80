"""What of a client's week is handed in: its events, signals, meetings and people, read once for a run."""
