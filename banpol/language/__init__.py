"""Understanding Indonesian and Palembang Malay as citizens type it: pure functions, no Rasa, no web."""
