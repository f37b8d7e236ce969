"""Plain frozen values that flow between the rooms. Standard library only, no I/O."""
