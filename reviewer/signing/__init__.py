"""Who signed a workbook, and whether it is whole: identities, signature, verifier, trust."""
