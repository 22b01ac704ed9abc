"""The shared vocabulary and the networks. Imports neither `assistant` nor `training`."""

import os

# the libraries read these settings at import, hence here; first, no telemetry from them
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_UPDATE_CHECK", "1")
if "OMP_WAIT_POLICY" not in os.environ:
    # Threads of GNU OpenMP wait for each other for 1,000 turns of a loop before they sleep; its own 300,000
    # cost whole time slices where another program has one of two cores: 13.9 s a recognition in place of
    # 0.5 s, 5.0 s a step of the classifier's training in place of 0.8 s. Recognition loses nothing on
    # idle cores, training does (`training/__init__.py`).
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
