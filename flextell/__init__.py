"""A client of the Flextell API, usable without the rest of this house."""
