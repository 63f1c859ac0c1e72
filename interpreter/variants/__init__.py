"""Reading what laboratories send: files to records, alleles, phase, consequence and what was assessed."""
