"""What certification contributes to pages of the roof."""
