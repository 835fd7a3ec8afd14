"""The team's web app: server-rendered pages over the register; no Rasa, nothing from outside."""
