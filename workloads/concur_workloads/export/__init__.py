"""A result for other programs: one format a file, its fields documented in result.schema.json."""
