"""gouji (勾稽): reads published fiscal disclosures and reconciles what they state."""

__version__ = "0.1.0"
