import pytest

from kinset.formats import FORMATS, by_name


def test_every_format_agrees_with_the_parser() -> None:
    for form in FORMATS:
        assert form.rdf.media_type == form.media_type
        assert form.rdf.file_extension == form.suffix.lstrip(".")
        assert by_name(form.name) is form


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        by_name("word")
