"""What the programs in bin/ do before Groundswell itself can run. Standard library only: nothing is installed yet."""
