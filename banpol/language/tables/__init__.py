"""Data of the language room, and the script that rebuilds it."""
