"""The shared vocabulary and the networks. Imports neither `assistant` nor `training`."""

import os

# no telemetry from the libraries; they read these settings at import, hence here
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_UPDATE_CHECK", "1")
