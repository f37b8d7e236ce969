"""Tools of the people who work on gouji: measuring, golden files, the generated reference."""
