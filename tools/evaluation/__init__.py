"""`make evaluate`: how well the trained assistant understands the test sets, and what has changed."""
