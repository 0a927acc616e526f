"""The story plays itself against a running demo, over the interfaces that people and banks use."""
