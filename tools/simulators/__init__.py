"""The city's five back offices as real HTTP services with their own databases and faults on request (see API.md).

Stand-ins for trials and tests: invented data, real behaviour. They know nothing of the assistant or its adapters.
"""
