"""A site of plain files. Level 6."""
