"""Converters between weight formats: each reads one folder and writes another."""
