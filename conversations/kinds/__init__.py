"""The kinds of answer: how a text is read, and how the answer is shown."""
