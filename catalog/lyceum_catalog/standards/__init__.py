"""The catalog in others' words: exports as DCAT 3 and Croissant, imports of DCAT and Intake files, read as data."""
