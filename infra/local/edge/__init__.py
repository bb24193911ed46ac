"""The city's front door on this machine: the web app at /, every API under /api/<domain>/, as on AWS."""
