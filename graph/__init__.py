"""How knowledge connects and decides: schema, build, check, query, rules, walk, sensitivity, conflicts, views."""
