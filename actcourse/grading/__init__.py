"""Assign, collect and grade: what teachers do with the exercises.

`release` makes what students get.  Of what comes back, `intake` finds the notebooks, `sandbox`
runs their answers, `reply` reads what they did, `marking` judges it, `batch` does so for a class,
and `gradebook` hands the marks to nbgrader.

A student's code and the judge never share a process: with both in one, the code can change the
judge.  What runs beside the code is `inside`, and nothing that it says is believed.
"""
