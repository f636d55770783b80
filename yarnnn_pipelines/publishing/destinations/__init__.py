"""Where approved text is sent: one file a destination."""
