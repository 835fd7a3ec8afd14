"""What tests of several rooms share: databases, keys, free ports."""
