"""Loads the plugin that holds every fixture, and shares the cores between parallel workers."""

import os

pytest_plugins = ["tests.fixtures.plugin"]

if workers := os.environ.get("PYTEST_XDIST_WORKER_COUNT"):
    # before torch is imported: threads of several workers wait for each other by spinning
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // int(workers))))
