"""Where approved text is sent: one file a destination, behind one protocol; `destinations:` of yarnnn.yaml chooses."""
