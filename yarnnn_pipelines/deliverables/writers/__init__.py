"""Writers: a brief in, a draft out. One file a writer; each may word only what the brief holds."""
