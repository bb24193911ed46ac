"""One file a command; each has `main(place, words) -> exit code`."""
