"""Lists that agents send become leads: each row once, and nobody's chat waits meanwhile."""
