"""The approval platform for construction projects: stages, items, clocks that stop, applications."""
