"""The process that sees to it that every delivery is tried, with the broker or without it."""
