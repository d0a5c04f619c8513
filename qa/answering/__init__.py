"""The steps by which readings become one checked answer."""
