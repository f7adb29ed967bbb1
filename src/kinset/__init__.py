"""kinset: a knowledge graph and linked-data publisher for datasets that descend from each other."""
