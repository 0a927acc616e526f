"""What ``bawaba attestors`` does, a file a matter."""
