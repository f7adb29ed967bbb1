import inspect

from kinset import errors


def test_the_docstring_draws_the_whole_tree() -> None:
    drawn = errors.__doc__ or ""
    classes = [
        found for _name, found in inspect.getmembers(errors, inspect.isclass) if found.__module__ == errors.__name__
    ]
    assert len(classes) > 8
    for found in classes:
        assert found.__name__ in drawn
        assert issubclass(found, errors.KinsetError)


def test_a_name_not_found_says_what_is_near() -> None:
    error = errors.NameNotFound("radaq", ["radqa"])
    assert str(error) == "Nothing is called 'radaq'."
    assert error.hint == "Did you mean radqa?"


def test_an_ambiguous_name_lists_its_candidates() -> None:
    error = errors.AmbiguousName("x", ["https://e.org/a", "https://e.org/b"])
    assert "https://e.org/a, https://e.org/b" in str(error)
    assert error.candidates == ("https://e.org/a", "https://e.org/b")
