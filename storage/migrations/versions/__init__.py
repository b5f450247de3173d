"""The steps, each named by its number and what can be stored since."""
