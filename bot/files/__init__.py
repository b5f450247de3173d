"""Files that people send become rows of text, and rows become files; it decides nothing."""
