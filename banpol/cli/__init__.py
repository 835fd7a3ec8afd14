"""The `banpol` command; it may use every room, and loads each only when asked for."""
