"""What is known: records, quantities, text spans, ids, the authored data, the stores."""
