"""The crash rig: real processes under load, killed at random, and a checker that compares what was promised with what is."""
