"""What the intervals and tests keep of what they promise, on samples drawn over and over from known populations."""
