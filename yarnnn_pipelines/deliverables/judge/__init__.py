"""An optional second look at a draft by a model that may only lower verdicts."""
