"""Runs the whole city on one machine: a local cloud, the real templates deployed to it, a seed, and a web server."""
