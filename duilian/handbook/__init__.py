"""What the handbook and the products' cards say."""
