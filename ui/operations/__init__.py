"""What a person asks for that needs files, settings or several use cases: each thing once.

The command line and the window both call these operations and only show what comes back. Nothing
here knows the toolkit or the command line, and nobody is asked anything: what a person has to say
comes in as an argument.
"""
