"""The marker language evaluated over a case: matches, states, tiers and near misses."""
