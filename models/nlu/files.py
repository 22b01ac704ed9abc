"""The names of a classifier checkpoint's files. Knows no format."""

DESCRIPTION, DOMAIN = "classifier.json", "domain.json"
ADAPTER, ADAPTER_CONFIG = "adapter_model.safetensors", "adapter_config.json"
HEADS = "heads.safetensors"
