"""Background work: what rings, polls, sends and cleans up."""
