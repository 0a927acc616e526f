"""A relying party: a municipality's site that logs people in through the portal, and knows what they allowed and no more."""
