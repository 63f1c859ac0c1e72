"""Frozen values and their vocabularies; standard library only, no file is read here."""
