"""The wordings that the system may publish by itself, each a function of stored evidence alone."""
