"""Files that people attach: what kind they are, whether they are safe, where they lie."""
