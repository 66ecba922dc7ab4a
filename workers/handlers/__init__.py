"""One effect each; `workers/registry.py` says which consumer each serves."""
