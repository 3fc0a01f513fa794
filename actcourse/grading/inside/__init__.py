"""What runs inside the sandbox, beside a submission's code.

It imports NumPy, the standard library and `actcourse.exercises.run` and `drivers` alone, for
nothing else of the course is there: `actcourse.grading.stage` lays out what the sandbox sees.
Whatever leaves the sandbox is read by `actcourse.grading.reply` as if a stranger had written it.
"""
