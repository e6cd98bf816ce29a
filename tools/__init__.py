"""Government systems: declared in `adapters/`, listed in a city's city.yaml, called through the gateway.

Knows nothing of conversations.
"""
