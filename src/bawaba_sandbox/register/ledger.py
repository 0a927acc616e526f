"""The register's rows as its rules read and write them, inside one transaction."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

Record = dict[str, Any]
PRISONS = {"ar": "سجن العاصمة", "en": "Capital prison"}


class Refusal(Exception):
    """The register's own words."""

    def __init__(self, code: str, ar: str, en: str) -> None:
        """A code for programs, a sentence for people."""
        super().__init__(code)
        self.body = {"type": "about:blank", "status": 422, "title": en, "code": code, "says": {"ar": ar, "en": en}}


@dataclass
class Ledger:
    """One open transaction of the register on one day."""

    connection: sqlite3.Connection
    today: date

    def person(self, key: str) -> Record:
        """A record; Refusal when there is nobody."""
        row = self.connection.execute("SELECT record FROM person WHERE key=?", (key,)).fetchone()
        if row is None:
            raise Refusal("unknown_person", "لا يوجد شخص بهذا الرقم.", "There is nobody of that key.")
        found: Record = json.loads(row[0])
        return found

    def key_of(self, kind: str, number: str) -> str | None:
        """Who has that number."""
        row = self.connection.execute("SELECT key FROM identifier WHERE kind=? AND number=?", (kind, number)).fetchone()
        return row[0] if row else None

    def save_person(self, record: Record) -> None:
        """Write a record back."""
        text = json.dumps(record, ensure_ascii=False)
        self.connection.execute("UPDATE person SET record=? WHERE key=?", (text, record["person_key"]))
        self.connection.execute("INSERT INTO news (key) VALUES (?)", (record["person_key"],))

    def fact(self, key: str, topic: str) -> Any:
        """What is noted on a topic, or what follows from the record itself."""
        row = self.connection.execute("SELECT record FROM fact WHERE key=? AND topic=?", (key, topic)).fetchone()
        return json.loads(row[0]) if row else derived(topic, self.person(key), self.today)

    def save_fact(self, key: str, topic: str, value: Any) -> None:
        """Note it."""
        text = json.dumps(value, ensure_ascii=False)
        self.connection.execute(
            "INSERT INTO fact VALUES (?, ?, ?) ON CONFLICT (key, topic) DO UPDATE SET record=excluded.record",
            (key, topic, text),
        )

    def vehicles(self, key: str) -> list[Record]:
        """Vehicles of a person, each with the count of its unpaid violations."""
        rows = self.connection.execute("SELECT rowid, record FROM vehicle WHERE key=?", (key,)).fetchall()
        return [self._vehicle(rowid, json.loads(text)) for rowid, text in rows]

    def vehicle(self, key: str, number: str) -> Record:
        """One of the person's own; Refusal."""
        for found in self.vehicles(key):
            if found["number"] == number:
                return found
        raise Refusal("unknown_vehicle", "المركبة غير مسجلة باسم هذا الشخص.", "The vehicle is not this person's.")

    def save_vehicle(self, vehicle: Record, owner: str | None = None) -> None:
        """Write a vehicle back, to a new owner where one is named."""
        kept = {name: value for name, value in vehicle.items() if name not in ("rowid", "violations")}
        text = json.dumps(kept, ensure_ascii=False)
        self.connection.execute(
            "UPDATE vehicle SET record=?, key=COALESCE(?, key) WHERE rowid=?", (text, owner, vehicle["rowid"])
        )

    def drop_vehicle(self, vehicle: Record) -> None:
        """It is no more."""
        self.connection.execute("DELETE FROM vehicle WHERE rowid=?", (vehicle["rowid"],))

    def unpaid(self, key: str) -> int:
        """How many unpaid violations a person has."""
        row = self.connection.execute("SELECT COUNT(*) FROM violation WHERE key=? AND status='unpaid'", (key,))
        return int(row.fetchone()[0])

    def _vehicle(self, rowid: int, found: Record) -> Record:
        plate = found["plate"]["en"]
        count = self.connection.execute(
            "SELECT COUNT(*) FROM violation WHERE status='unpaid' AND json_extract(record, '$.plate.en')=?", (plate,)
        )
        return {**found, "rowid": rowid, "violations": int(count.fetchone()[0])}


def derived(topic: str, record: Record, today: date) -> Any:
    """A topic on which nothing was noted: it follows from the person, the same every time."""
    random = Random(f"{record['person_key']}:{topic}")
    if topic == "travel":
        return record["crossings"]
    if topic == "address":
        return _address(random) if record["population"] not in ("visitor", "gcc_citizen") else None
    if topic == "medical":
        passed = (today + timedelta(days=random.choice([-20, 90, 300]))).isoformat()
        return [{"kind": kind, "passed": True, "valid_until": passed} for kind in ("driving", "residence")]
    if topic == "standing":
        return {
            "reported_absent": False,
            "convictions": 0,
            "household_workers": 0,
            "employer": {"ar": "شركة الواحة للمقاولات", "en": "Oasis Contracting Company"},
            "terms_paid": {},
        }
    return []


def _address(random: Random) -> Record:
    letters = "".join(random.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(4))
    street = random.choice([{"ar": "شارع النخيل", "en": "Palm Street"}, {"ar": "شارع الوادي", "en": "Valley Street"}])
    city = random.choice([{"ar": "العاصمة", "en": "Capital"}, {"ar": "المدينة الساحلية", "en": "Coast City"}])
    return {
        "short": f"{letters}{random.randint(1000, 9999)}",
        "building": str(random.randint(1000, 9999)),
        "street": street,
        "district": {"ar": "حي الروضة", "en": "Rawdah district"},
        "city": city,
        "post_code": str(random.randint(10000, 99999)),
    }


def document(record: Record, kind: str) -> Record:
    """The newest document of a kind; Refusal."""
    found = [one for one in record["documents"] if one["type"] == kind]
    if not found:
        raise Refusal("no_document", "لا توجد وثيقة من هذا النوع.", "There is no document of that kind.")
    newest: Record = max(found, key=lambda one: one["expires"])
    return newest


def days_left(one: Record, today: date) -> int:
    """Until a document, or anything with ``expires``, ends; negative once it has."""
    return (date.fromisoformat(one["expires"]) - today).days
