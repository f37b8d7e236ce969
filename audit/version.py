"""The version of the package: this place and no other."""

__version__ = "0.1.0"
