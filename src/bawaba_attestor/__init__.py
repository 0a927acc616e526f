"""Client library of the channel API, for banks and kiosks."""
