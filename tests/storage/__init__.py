"""The proofs of the memory, on SQLite and on PostgreSQL."""
