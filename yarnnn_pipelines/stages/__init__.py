"""The line's steps over a batch of client weeks: where the rooms are joined."""
