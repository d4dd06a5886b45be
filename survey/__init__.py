"""What was asked and what was answered: definitions, routing, answers, storage, codebook, frame."""
