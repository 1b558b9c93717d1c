"""Start the program: `python -m ui`, and the built bundle."""

from ui.main import main

if __name__ == "__main__":
    main()
