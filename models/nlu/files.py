"""The names of a classifier checkpoint's files. Knows no format."""

DESCRIPTION, DOMAIN = "classifier.json", "domain.json"
HEADS = "heads.safetensors"
