"""Cases kept on this machine."""
