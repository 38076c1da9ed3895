"""What is known of persons is erased when its time has come (R17); knows every table."""
