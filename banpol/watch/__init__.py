"""What time does to reports, and alerts on their way to people: a process of its own, without a port."""
