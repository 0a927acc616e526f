"""What the portal is measured against, each as plain as such a site is."""
