"""`actcourse doctor`: what this machine has and lacks for grading."""

import click


@click.command()
def doctor():
    """Tell what this machine has and lacks for grading, and what to do about it."""
    from ..grading.doctor import findings

    stopped = False
    for finding in findings():
        sign = "✓" if finding.fine else "✗" if finding.needed else "–"
        print(f"{sign} {finding.what}: {finding.found}")
        if not finding.fine:
            print(f"    {finding.mend}")
        stopped |= finding.stops
    if stopped:
        raise click.ClickException("nothing can be graded here until what is marked ✗ is mended")
    print("This machine can grade.")
