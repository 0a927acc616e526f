"""Services that wake browsers: one file a protocol."""
