from kinset.issues import Issue, Report, Severity

LATE = Issue("b", Severity.INFO, "later", file="a.ttl", line=9)
EARLY = Issue("a", Severity.WARNING, "sooner", file="a.ttl", line=2)


def test_a_report_is_sorted_and_has_no_doubles() -> None:
    assert Report.of([LATE, EARLY, LATE]).issues == (EARLY, LATE)


def test_only_violations_make_a_catalogue_invalid() -> None:
    assert Report.of([LATE, EARLY]).conforms
    assert not Report.of([LATE, Issue("c", Severity.VIOLATION, "bad")]).conforms


def test_severities_count() -> None:
    report = Report.of([LATE, EARLY])
    assert (report.count(Severity.INFO), report.count(Severity.WARNING), report.count(Severity.VIOLATION)) == (1, 1, 0)
