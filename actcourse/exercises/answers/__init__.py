"""Known answers to the exercises, a module a chapter: mistakes, and right answers of other makes.

The solutions themselves stand in the chapters' notebooks alone.  Nothing here is copied to where
answers are graded: the judge runs these functions in its own process.
"""
