"""Every way out: one file a protocol or vendor, behind the ports of the rooms."""
