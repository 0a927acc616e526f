"""What the state offers: one small file an e-service, and nothing else."""
