"""The owner's own recordings: what to say, whether it was recorded well, and sounds that exist already."""
