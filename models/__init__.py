"""The shared vocabulary and the networks. Imports neither `assistant` nor `training`."""

import os

# nothing is told to anybody, by the libraries either; read when they are imported, so set here
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_UPDATE_CHECK", "1")
