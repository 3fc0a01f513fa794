"""`python -m actcourse` is the command line."""

from actcourse.cli import main

main(prog_name="actcourse")
