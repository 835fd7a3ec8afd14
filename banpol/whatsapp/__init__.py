"""The carrier: everything that speaks the WhatsApp Cloud API, and nothing that knows what a report is."""
