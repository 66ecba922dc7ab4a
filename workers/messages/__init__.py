"""How a fact looks in each kind of receiver: pure functions from what may be told to the body that is sent."""
