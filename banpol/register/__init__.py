"""The register: the life of a report. No Rasa, no web framework; services take a session."""
