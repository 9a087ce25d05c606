"""CPU-bound work: pure Python, C that keeps the GIL, C that releases it, and a mix."""
