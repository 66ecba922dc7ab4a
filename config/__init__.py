"""How Groundswell is put together and started."""

VERSION = "0.1.0"
