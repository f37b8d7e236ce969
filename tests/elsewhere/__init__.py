"""Invented publications in the manner of places that no template knows, each in wordings of its own."""
