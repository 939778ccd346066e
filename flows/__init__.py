"""The outermost layer: settings, sources, the steps of a run and the command line."""
