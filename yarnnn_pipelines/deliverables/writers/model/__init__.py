"""The model writer: what a language model is given, how it is asked, and what of its answer becomes claims."""
