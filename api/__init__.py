"""HTTP beside Dash: tiles, pictures, customers, imports, health. Contract with other programs."""
