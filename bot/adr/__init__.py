"""Decision records: an answer written down as MADR, and checked again later."""
