"""Puts the demo organisation into an empty database, as if it had worked with Groundswell for a year."""
