"""Between the formats that weights come in: each converter reads a folder and writes another."""
