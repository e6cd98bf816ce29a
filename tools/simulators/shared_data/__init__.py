"""The city's data-sharing platform: who somebody is, married to whom, owning what."""
