"""The published language of the city: one module of facts for each domain, readable by all."""
