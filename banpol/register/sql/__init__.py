"""Tables and migrations of the register."""
