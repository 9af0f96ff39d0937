"""What is kept, and the questions that can be asked of it. The caller holds the transaction."""
