"""Converters of corpora: one public corpus per file, and `own/` for texts written for this project."""
