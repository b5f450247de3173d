"""The talk: what is asked, how an answer is understood, what is said. Pure."""
