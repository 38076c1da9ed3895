"""The invitations of a discussion: who gets which, what became of it, what came back."""
