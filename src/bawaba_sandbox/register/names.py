"""Arabic and Latin names that go together, by region; people and names are invented by combination."""

from random import Random

Pair = tuple[str, str]

MEN: dict[str, list[Pair]] = {
    "arab": [
        ("محمد", "Mohammed"), ("أحمد", "Ahmed"), ("عبدالله", "Abdullah"), ("خالد", "Khalid"), ("فهد", "Fahad"),
        ("سعود", "Saud"), ("ناصر", "Nasser"), ("إبراهيم", "Ibrahim"), ("يوسف", "Yusuf"), ("عمر", "Omar"),
        ("علي", "Ali"), ("حسن", "Hassan"), ("سلطان", "Sultan"), ("ماجد", "Majed"), ("طارق", "Tariq"),
        ("زياد", "Ziad"), ("رائد", "Raed"), ("بدر", "Badr"), ("راشد", "Rashid"), ("حمد", "Hamad"),
    ],
    "south_asia": [
        ("عمران", "Imran"), ("رفيق", "Rafiq"), ("شاهد", "Shahid"), ("راجيش", "Rajesh"), ("سونيل", "Sunil"),
        ("كمال", "Kamal"), ("أنور", "Anwar"), ("فاروق", "Faruq"), ("جاويد", "Javed"), ("أنيل", "Anil"),
    ],
    "philippines": [
        ("خوسيه", "Jose"), ("ماركو", "Marco"), ("رامون", "Ramon"), ("إدوين", "Edwin"), ("جيرالد", "Gerald"),
    ],
    "europe": [
        ("توماس", "Thomas"), ("مارتن", "Martin"), ("بول", "Paul"), ("يوناس", "Jonas"), ("لوكا", "Luca"),
    ],
}  # fmt: skip
WOMEN: dict[str, list[Pair]] = {
    "arab": [
        ("ليلى", "Layla"), ("نورة", "Noura"), ("سارة", "Sara"), ("مريم", "Mariam"), ("هند", "Hind"),
        ("فاطمة", "Fatima"), ("عائشة", "Aisha"), ("ريم", "Reem"), ("منى", "Mona"), ("أمل", "Amal"),
        ("هدى", "Huda"), ("سلمى", "Salma"), ("دانة", "Dana"), ("لطيفة", "Latifa"), ("العنود", "Al-Anoud"),
    ],
    "south_asia": [("عائشة", "Ayesha"), ("سونيتا", "Sunita"), ("برييا", "Priya"), ("نسرين", "Nasreen"), ("روبينا", "Rubina")],
    "philippines": [("ماريا", "Maria"), ("غريس", "Grace"), ("روزا", "Rosa"), ("جوي", "Joy")],
    "europe": [("آنا", "Anna"), ("إيما", "Emma"), ("كلارا", "Clara"), ("جوليا", "Julia")],
}  # fmt: skip
FAMILIES: dict[str, list[Pair]] = {
    "gulf": [
        ("الحربي", "Al-Harbi"), ("القحطاني", "Al-Qahtani"), ("الدوسري", "Al-Dosari"), ("الشمري", "Al-Shammari"),
        ("العتيبي", "Al-Otaibi"), ("الغامدي", "Al-Ghamdi"), ("الزهراني", "Al-Zahrani"), ("المنصوري", "Al-Mansouri"),
        ("الكعبي", "Al-Kaabi"), ("السالم", "Al-Salem"), ("البلوشي", "Al-Balushi"), ("المري", "Al-Marri"),
    ],
    "levant": [
        ("الحسن", "Al-Hassan"), ("الخطيب", "Al-Khatib"), ("حداد", "Haddad"), ("النجار", "Al-Najjar"),
        ("درويش", "Darwish"), ("سليمان", "Suleiman"), ("عواد", "Awad"), ("منصور", "Mansour"),
    ],
    "egypt": [("السيد", "El-Sayed"), ("عبدالعزيز", "Abdelaziz"), ("شاهين", "Shahin"), ("البنا", "El-Banna"), ("فؤاد", "Fouad")],
    "south_asia": [("خان", "Khan"), ("حسين", "Hussain"), ("شارما", "Sharma"), ("رحمن", "Rahman"), ("كومار", "Kumar")],
    "philippines": [("سانتوس", "Santos"), ("رييس", "Reyes"), ("كروز", "Cruz"), ("غارسيا", "Garcia")],
    "europe": [("كيلر", "Keller"), ("موريه", "Moreau"), ("روسي", "Rossi"), ("لارسن", "Larsen")],
}  # fmt: skip

REGIONS = {
    "SA": ("arab", "gulf"), "AE": ("arab", "gulf"), "KW": ("arab", "gulf"), "BH": ("arab", "gulf"),
    "QA": ("arab", "gulf"), "OM": ("arab", "gulf"), "JO": ("arab", "levant"), "SY": ("arab", "levant"),
    "LB": ("arab", "levant"), "PS": ("arab", "levant"), "EG": ("arab", "egypt"), "IN": ("south_asia", "south_asia"),
    "PK": ("south_asia", "south_asia"), "BD": ("south_asia", "south_asia"), "PH": ("philippines", "philippines"),
    "DE": ("europe", "europe"), "FR": ("europe", "europe"), "IT": ("europe", "europe"),
}  # fmt: skip


def given(random: Random, nationality: str, sex: str) -> Pair:
    """A first name."""
    table = MEN if sex == "male" else WOMEN
    return random.choice(table[REGIONS[nationality][0]])


def family(random: Random, nationality: str) -> Pair:
    """A family name."""
    return random.choice(FAMILIES[REGIONS[nationality][1]])
