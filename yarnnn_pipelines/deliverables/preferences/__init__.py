"""What a reader's reviewer prefers, as rows, and each of them laid over a type, a sentence or a text."""
