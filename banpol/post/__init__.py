"""The post room: inbox, turns, outbox, deliveries, contact aliases. No report, no WhatsApp, no Rasa."""
