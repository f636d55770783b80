"""Writers: who words a brief. One file a writer, behind one protocol; `writer:` of yarnnn.yaml chooses."""
