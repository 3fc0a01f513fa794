"""nbgrader's settings: ``nbgrader generate_assignment 02_sigmoid`` and the rest work from here."""

from actcourse.exercises.forms import PREPROCESSORS

c = get_config()  # noqa: F821  nbgrader puts it there
c.CourseDirectory.course_id = "activation-functions"
c.CourseDirectory.source_directory = "chapters"
c.CourseDirectory.notebook_id = "*_exercises"
c.GenerateAssignment.preprocessors = PREPROCESSORS
