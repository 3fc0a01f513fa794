"""Questions on the chapter on maxout."""

from .bank import ask

ask(
    "maxout/convex",
    [95],
    "Which function can a single maxout unit not come close to, with any number of pieces?",
    ("sin πx on [-1, 1].", "Yes: a maximum of lines is convex, and the sine is not."),
    ("x² on [-1, 1].", "No: it is convex, and k pieces come within 1/(2k²)."),
    ("|x|.", "No: two pieces are enough."),
)
ask(
    "maxout/prelu",
    [96],
    "Can a maxout unit with two pieces be PReLU with the slope 2 on the left?",
    ("No: that one bends downwards.", "Right: a maximum of lines bends upwards alone."),
    (
        "Yes: it is the larger of x and 2x.",
        "No: at -1 the larger of these is -1, and not -2.",
    ),
    ("Yes, with more pieces.", "No: a maximum of any number of lines bends upwards alone."),
)
