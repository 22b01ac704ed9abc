"""The owner's recordings: sentences to read, quality checks, and the import of existing sounds."""
