"""Between the formats that weights come in: each converter reads a folder of verified files and writes another."""
