"""When the person leaves: locking, and how each system says that it is time."""
