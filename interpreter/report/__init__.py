"""What is printed and written: the report's words, PDF, JSON and TSV."""
