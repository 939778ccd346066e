"""Pure functions on Polars frames: from the bytes of a file to lines, articles and measures."""
