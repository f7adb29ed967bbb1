"""`python -m kinset` is the command line."""

from kinset.cli import main

if __name__ == "__main__":
    main()
