"""The whole road as a person walks it: in a browser, on the stage's page, by hand."""
