"""The post room: durable inbox, turns, outbox, deliveries, contact aliases. Knows no report, no WhatsApp, no Rasa."""
