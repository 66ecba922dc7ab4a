"""`bin/bench`: Groundswell measured beside floors, in the same run on the same machine. Results are ratios to the floors."""
