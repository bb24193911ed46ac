"""The reference pages: what the city's interfaces are, read out of the code that serves them."""
