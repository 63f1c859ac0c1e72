"""The therapy catalogue: tables to values, packs, imports and comparison."""
