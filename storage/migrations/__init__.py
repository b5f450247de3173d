"""The history of the schema, one file a step; `storage.migrating` runs it.

A step is never changed once released, and imports nothing of the house.
"""
