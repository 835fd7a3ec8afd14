"""Actions of the small bot that the engine's tests run."""
