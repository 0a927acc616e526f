"""What a test that commits leaves behind."""

import pytest
from django.db import connection

from emptying import statements
from rows import kept_tables


@pytest.mark.django_db
def test_no_row_is_left_in_any_table_that_tests_write(quick_emptying: None) -> None:
    """The engine's on PostgreSQL too, which Django does not manage."""
    managed = connection.introspection.django_table_names(only_existing=True, include_views=False)
    emptied = " ".join(statements(None, managed))
    assert [one for one in kept_tables() if connection.ops.quote_name(one) not in emptied] == []
