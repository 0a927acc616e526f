"""A matcher that stands apart from the register, behind OSIA's interface: for whoever plugs a certified one in."""
