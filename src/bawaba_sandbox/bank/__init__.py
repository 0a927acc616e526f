"""Three banks: online banking, cash machine, telephone and branch; each vouches for its own customers."""
