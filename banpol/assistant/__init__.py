"""Rasa extensions: components over `banpol.language`."""
