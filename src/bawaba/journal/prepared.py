"""Statements put together once: on the hot path compiling took ten times as long as asking the database."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, Expression, Field, Model, QuerySet
from django.db.models.sql import UpdateQuery

Converters = dict[int, Any]
Row = TypeVar("Row", bound=Model)


class Given(Expression):
    """Stands in a filter for a value that is told at each call."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        """``field`` says how the database wants the value."""
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A placeholder; what stands for the value is this object."""
        return "%s", [self]


class Prepared:
    """``rows(name=value, …)`` of a ``values_list`` whose filters hold ``Given``; nothing else about it may vary."""

    def __init__(self, make: Callable[[], QuerySet[Any]]) -> None:
        """``make`` runs at the first call, when Django is ready."""
        self._make = make
        self._compiled: tuple[str, list[Any], Converters] | None = None

    def rows(self, **given: Any) -> Sequence[tuple[Any, ...]]:
        """As the queryset would give them."""
        found = self.unread(**given)
        return [self.read(row) for row in found] if self._ready()[2] else found

    def unread(self, **given: Any) -> Sequence[tuple[Any, ...]]:
        """The same as the driver gives them, for whoever needs little of a row: ``read`` and ``value`` make the rest of it."""
        sql, places, _ = self._ready()
        own = _connection()
        with own.cursor() as cursor:
            cursor.execute(sql, _filled(places, given, own))
            found: Sequence[tuple[Any, ...]] = cursor.fetchall()
            return found

    def read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """An unread row as the queryset would give it."""
        values = list(row)
        for place in self._ready()[2]:
            values[place] = self.value(row, place)
        return tuple(values)

    def value(self, row: tuple[Any, ...], place: int) -> Any:
        """One value of an unread row."""
        value, own = row[place], _connection()
        steps, expression = self._ready()[2].get(place, ((), None))
        for step in steps:
            value = step(value, expression, own)
        return value

    def _ready(self) -> tuple[str, list[Any], Converters]:
        return self._compiled or self._compile()

    def _compile(self) -> tuple[str, list[Any], Converters]:
        compiler = self._make().query.get_compiler(DEFAULT_DB_ALIAS)
        sql, places = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        self._compiled = (sql, list(places), converters)
        return self._compiled


class PreparedUpdate:
    """``count(name=value, …)``: how many rows one UPDATE has changed; what it finds and what it sets may hold ``Given``."""

    def __init__(self, make: Callable[[], QuerySet[Any]], *, returning: Sequence[str] = (), **values: Any) -> None:
        """``make`` as for ``Prepared``; ``values`` by the name of their field; ``returning``: what ``changed`` tells of each row."""
        self._make, self._returning, self._values = make, returning, values
        self._compiled: tuple[str, list[Any], list[list[Any]]] | None = None

    def count(self, **given: Any) -> int:
        """As ``update`` of the queryset would say."""
        sql, places, _ = self._compiled or self._compile()
        own = _connection()
        with own.cursor() as cursor:
            cursor.execute(sql, _filled(places, given, own))
            return int(cursor.rowcount)

    def changed(self, **given: Any) -> Sequence[tuple[Any, ...]]:
        """The rows that were changed, as this statement left them: who wins reads in the same moment what was won."""
        sql, places, steps = self._compiled or self._compile()
        own = _connection()
        with own.cursor() as cursor:
            cursor.execute(sql, _filled(places, given, own))
            found = cursor.fetchall()
        return [tuple(_as_read(value, steps[place], own) for place, value in enumerate(row)) for row in found]

    def _compile(self) -> tuple[str, list[Any], list[list[Any]]]:
        rows = self._make()
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(self._values)
        sql, places = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        own, fields = _connection(), [rows.model._meta.get_field(name) for name in self._returning]  # noqa: SLF001 - Django's documented API
        if fields:
            sql += " RETURNING " + ", ".join(own.ops.quote_name(field.column) for field in fields)
        columns = [field.get_col(rows.model._meta.db_table) for field in fields]  # noqa: SLF001
        steps = [[*own.ops.get_db_converters(one), *one.get_db_converters(own)] for one in columns]
        self._compiled = (
            sql,
            list(places),
            [[(step, one) for step in all_] for one, all_ in zip(columns, steps, strict=True)],
        )
        return self._compiled


@cache
def columns_of(model: type[Model]) -> tuple[str, ...]:
    """For the ``values_list`` of rows that ``built`` makes objects of."""
    return tuple(field.attname for field in model._meta.concrete_fields)  # noqa: SLF001 - Django's documented API


def built(model: type[Row], row: Sequence[Any], columns: Sequence[str] = ()) -> Row:
    """As its manager would give it; of some ``columns`` as ``only`` would, the others are asked for when they are read."""
    return model.from_db(DEFAULT_DB_ALIAS, columns or columns_of(model), row)


def insert(*rows: Model) -> None:
    """New rows of one model by one statement; a primary key that the database counts is set. IntegrityError."""
    _insert(rows, "")


def insert_if_free(row: Model) -> bool:
    """Whether it was new: one statement that wins or loses, where IntegrityError would need a savepoint around it."""
    return _insert([row], " ON CONFLICT DO NOTHING")


def _insert(rows: Sequence[Model], unless: str) -> bool:
    head, places, fields, counted = _insertion(type(rows[0]))
    own = _connection()
    values = [field.get_db_prep_save(field.pre_save(row, True), own) for row in rows for field in fields]
    returning = f" RETURNING {own.ops.quote_name(counted)}" if counted else ""
    with own.cursor() as cursor:
        cursor.execute(head + ", ".join([places] * len(rows)) + unless + returning, values)
        keys = cursor.fetchall() if counted else [(row.pk,) for row in rows][: cursor.rowcount]
    for row, (key,) in zip(rows, keys, strict=not unless):
        row.pk, row._state.adding, row._state.db = key, False, DEFAULT_DB_ALIAS  # noqa: SLF001 - as a saved row has it
    return bool(keys)


@cache
def _insertion(model: type[Model]) -> "tuple[str, str, list[Field[Any, Any]], str]":
    meta, quote = model._meta, _connection().ops.quote_name  # noqa: SLF001 - Django's documented API
    fields = [field for field in meta.concrete_fields if not isinstance(field, AutoField)]
    columns = ", ".join(quote(field.column) for field in fields)
    counted = meta.pk.column if isinstance(meta.pk, AutoField) else ""
    head = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES "  # noqa: S608 - names of our own models
    return head, f"({', '.join(['%s'] * len(fields))})", fields, counted


def _connection() -> Any:
    """This thread's: Django's ``connection`` looks it up again at every word that is said to it."""
    return connections[DEFAULT_DB_ALIAS]


def _as_read(value: Any, steps: Sequence[Any], own: Any) -> Any:
    for step, expression in steps:
        value = step(value, expression, own)
    return value


def _filled(places: Sequence[Any], given: dict[str, Any], own: Any) -> list[Any]:
    return [
        place.output_field.get_db_prep_value(given[place.name], own) if isinstance(place, Given) else place
        for place in places
    ]
