"""What people see; one package per area of the site."""
