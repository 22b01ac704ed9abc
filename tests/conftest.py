"""Loads the plugin that holds every fixture."""

pytest_plugins = ["tests.fixtures.plugin"]
