"""What the assistant does: one deed per file, named as its action without `action_`, and plain functions."""
