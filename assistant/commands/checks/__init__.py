"""The checks of `assistant doctor`, by the part of the installation that they look at."""
