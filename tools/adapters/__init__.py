"""One module for each government system: its paths and field names on one side, our words on the other."""
