"""Banpol: citizens report on WhatsApp, an assistant asks, a register remembers, a team acts."""
