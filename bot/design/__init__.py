"""Design documents under review: the decisions, facts and figures they state, held against the knowledge."""
