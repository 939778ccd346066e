"""The store: snapshots that readers open, staged runs that become the next one, and what people decided."""
