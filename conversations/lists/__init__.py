"""A list of customers: which column answers which question, and what each row comes to."""
