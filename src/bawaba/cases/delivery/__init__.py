"""The life of a parcel: asked for, handed over to the courier once, followed until it has arrived or come back."""
