"""What a measurement says: figures as JSON, a page that shows them as they are, and the curve."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bawaba_sandbox.register.fingerprints.curve import curve
from bawaba_sandbox.register.fingerprints.measuring import Plan, Rate, Scores, chosen, false_matches, false_non_matches

NAME = "fingerprints"
Figures = dict[str, Any]


def figures(matcher: str, plan: Plan, choosing: Scores, trying: Scores) -> Figures:
    """The threshold of one set, the errors of the other."""
    threshold = chosen(choosing)
    genuine, impostor = Counter(trying.genuine), Counter(trying.impostor)
    return {
        "matcher": matcher,
        "date": datetime.now(UTC).date().isoformat(),
        "plan": {"fingers": plan.fingers, "captures": plan.captures, "seed": plan.seed, "wild": plan.wild},
        "threshold": threshold,
        "choosing": _errors(choosing, threshold),
        "trying": _errors(trying, threshold),
        "histogram": {score: [genuine[score], impostor[score]] for score in sorted({*genuine, *impostor})},
    }


def write(found: Figures, folder: Path) -> list[Path]:
    """fingerprints.json, .md and .svg."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"json": json.dumps(found, indent=1) + "\n", "md": page(found), "svg": curve(found)}
    paths = [folder / f"{NAME}.{kind}" for kind in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text)
    return paths


def _errors(scores: Scores, threshold: int) -> Figures:
    return {
        "false_matches": _rate(false_matches(scores, threshold)),
        "false_non_matches": _rate(false_non_matches(scores, threshold)),
        "unreadable": scores.unreadable,
        "highest_impostor": max(scores.impostor),
        "lowest_genuine": min(scores.genuine),
    }


def _rate(rate: Rate) -> Figures:
    return {"errors": rate.errors, "of": rate.of, "bound": rate.bound}


def page(found: Figures) -> str:
    """docs/operate/fingerprints.md."""
    plan = found["plan"]
    return PAGE.format(
        **{name: found[name] for name in ("matcher", "date", "threshold")},
        **plan,
        rows="\n".join(_row(name, found[key]) for name, key in (("choosing", "choosing"), ("trying", "trying"))),
    )


def _row(name: str, errors: Figures) -> str:
    return f"| {name} | {_cell(errors['false_matches'])} | {_cell(errors['false_non_matches'])} | {errors['unreadable']} | {errors['highest_impostor']} | {errors['lowest_genuine']} |"


def _cell(rate: Figures) -> str:
    return f"{rate['errors']} of {rate['of']:,}; below {100 * rate['bound']:.2g} %"


PAGE = """# Fingerprints: what the sandbox's matcher was seen to do

**A test of plumbing, not of biometric assurance.** No person's finger is in it: ridges are grown by a program (an orientation field
after Sherlock and Monro, oriented Gabor filters), so nothing here says how the matcher does on people, on worn skin, on a real reader,
or against somebody who lays a copy on the glass. In production a certified matcher compares: [matcher.md](../api/matcher.md).

Measured {date} with **{matcher}**. {fingers} fingers to choose the threshold, {fingers} others to try it; each on file once, as an officer
takes it, and laid {captures} times on the glass in a hurry (turned, shifted, stretched, pressed unevenly, noisy: `wild` {wild:g}, where the
kiosk's rehearsal has 1). Each capture is compared with its own finger and with every other of its set.

**Threshold: {threshold}**, one above the highest impostor of the choosing set. The register uses this one.

| set | false matches | false non-matches | unreadable | highest impostor | lowest genuine |
|---|---|---|---|---|---|
{rows}

"Below" is the one-sided 95 % bound of Clopper and Pearson; with no error in n it is about 3/n. It takes comparisons for independent,
which comparisons of the same few fingers are not: the true bound is wider. The choosing set has no false match because the threshold
was chosen so; only the second row says anything.

![Errors over the threshold, on the second set](fingerprints.svg)

Again, elsewhere or with other fingers (`--seed`), a quarter of an hour on two cores:

```sh
apt-get install libfprint-2-2 gir1.2-fprint-2.0 python3-gi
bawaba-sandbox fingerprints measure --fingers {fingers} --captures {captures} --seed {seed} --to docs/operate
```

It ends with an error when the matcher accepts everybody or nobody. After a run that chose another threshold, write it into
`bawaba_sandbox/register/matchers/libfprint.py`: a test compares the two.

## Which matcher, and where

| matcher | is | where |
|---|---|---|
| `libfprint` | NIST's mindtct and bozorth3, as Debian's libfprint has them inside; fed through its virtual reader | where `libfprint-2-2`, `gir1.2-fprint-2.0` and `python3-gi` are installed; CI |
| `simulated` | agreement of 256 bits that stand for a finger; no picture, no minutiae | everywhere else |

`BAWABA_SANDBOX_MATCHER` is `auto` (the first that is there), or one of the two names. The start page of the sandbox and
`GET /register/v1/health` say which one compares; every answer names it, and the portal's journal keeps the name. libfprint's own
threshold for its virtual reader is 40, and strangers reached it here: why ours is another. Other matchers that were looked at, and why
not: [decision](../decisions/fingerprints.md).

## Records

Pictures come as 8-bit grey PNG at 500 dpi, 96 to 640 pixels a side, at most 260,000 in all (`image/png`); minutiae as ISO/IEC 19794-2:2005 records
(`iso19794-2`), read strictly: lengths, counts, reserved bits, coordinates outside the picture, a resolution other than 500 dpi are
refusals, and a refusal is a mismatch like any other. `GET /register/fingers/layla/right_index.png` and `.fmr` give a fresh capture of
somebody of the cast, for whoever writes a client. Nothing of a sample is kept by the portal or the register, in any file or log.
"""
