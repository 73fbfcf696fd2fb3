"""What staff look at: who is to be called next, the board, the table and what each shows."""
