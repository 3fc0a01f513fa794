"""The command line: `actcourse COMMAND`, also `python -m actcourse COMMAND`.

Each module here holds one command or a few that belong together; what they do lives elsewhere.
"""

from actcourse.extras import require

require("the command `actcourse`", "click", "rich")

from actcourse.cli.main import main

__all__ = ["main"]
