"""What is learned of what people change: how an edit is sorted, what it cost, what they prefer."""
