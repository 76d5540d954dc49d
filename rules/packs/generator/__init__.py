"""Makes the shipped name packs from public source tables."""
