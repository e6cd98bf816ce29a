"""12345: work orders with their time limits."""
