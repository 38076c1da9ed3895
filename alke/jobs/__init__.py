"""What the clock starts: thin functions, each calls one operation; `clockwork` runs them."""
