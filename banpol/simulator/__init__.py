"""WhatsApp's Cloud API and its phones on one's own machine, for demonstrations and tests."""
