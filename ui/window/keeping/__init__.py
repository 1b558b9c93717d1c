"""The file itself: backups, passphrase, handover, the day it must go, its log."""
