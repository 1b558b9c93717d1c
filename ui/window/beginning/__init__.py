"""Before a file is open: start page, passphrase, and an inspection made of a force's list."""
