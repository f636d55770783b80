"""What is proven: a verdict for every claim, from the stored evidence alone."""
