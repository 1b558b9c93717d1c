"""What verified workbooks and a lead's decisions amount to together."""
