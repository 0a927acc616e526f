"""Nationalities as people say them; CLDR has countries only, so this table is ours."""

from bawaba.core.countries import countries
from bawaba.core.text import T

_SAID = {
    "SA": ("سعودي", "Saudi"), "AE": ("إماراتي", "Emirati"), "KW": ("كويتي", "Kuwaiti"), "BH": ("بحريني", "Bahraini"),
    "QA": ("قطري", "Qatari"), "OM": ("عماني", "Omani"), "YE": ("يمني", "Yemeni"), "JO": ("أردني", "Jordanian"),
    "PS": ("فلسطيني", "Palestinian"), "SY": ("سوري", "Syrian"), "LB": ("لبناني", "Lebanese"), "IQ": ("عراقي", "Iraqi"),
    "EG": ("مصري", "Egyptian"), "SD": ("سوداني", "Sudanese"), "LY": ("ليبي", "Libyan"), "TN": ("تونسي", "Tunisian"),
    "DZ": ("جزائري", "Algerian"), "MA": ("مغربي", "Moroccan"), "MR": ("موريتاني", "Mauritanian"), "SO": ("صومالي", "Somali"),
    "DJ": ("جيبوتي", "Djiboutian"), "KM": ("قمري", "Comorian"), "TR": ("تركي", "Turkish"), "IR": ("إيراني", "Iranian"),
    "PK": ("باكستاني", "Pakistani"), "IN": ("هندي", "Indian"), "BD": ("بنغلاديشي", "Bangladeshi"), "LK": ("سريلانكي", "Sri Lankan"),
    "NP": ("نيبالي", "Nepali"), "AF": ("أفغاني", "Afghan"), "PH": ("فلبيني", "Filipino"), "ID": ("إندونيسي", "Indonesian"),
    "MY": ("ماليزي", "Malaysian"), "TH": ("تايلندي", "Thai"), "CN": ("صيني", "Chinese"), "JP": ("ياباني", "Japanese"),
    "KR": ("كوري جنوبي", "South Korean"), "ET": ("إثيوبي", "Ethiopian"), "ER": ("إريتري", "Eritrean"), "KE": ("كيني", "Kenyan"),
    "UG": ("أوغندي", "Ugandan"), "NG": ("نيجيري", "Nigerian"), "GH": ("غاني", "Ghanaian"), "ZA": ("جنوب أفريقي", "South African"),
    "GB": ("بريطاني", "British"), "IE": ("أيرلندي", "Irish"), "FR": ("فرنسي", "French"), "DE": ("ألماني", "German"),
    "IT": ("إيطالي", "Italian"), "ES": ("إسباني", "Spanish"), "PT": ("برتغالي", "Portuguese"), "NL": ("هولندي", "Dutch"),
    "BE": ("بلجيكي", "Belgian"), "CH": ("سويسري", "Swiss"), "AT": ("نمساوي", "Austrian"), "SE": ("سويدي", "Swedish"),
    "NO": ("نرويجي", "Norwegian"), "DK": ("دنماركي", "Danish"), "FI": ("فنلندي", "Finnish"), "GR": ("يوناني", "Greek"),
    "PL": ("بولندي", "Polish"), "RO": ("روماني", "Romanian"), "RU": ("روسي", "Russian"), "UA": ("أوكراني", "Ukrainian"),
    "US": ("أمريكي", "American"), "CA": ("كندي", "Canadian"), "MX": ("مكسيكي", "Mexican"), "BR": ("برازيلي", "Brazilian"),
    "AR": ("أرجنتيني", "Argentine"), "AU": ("أسترالي", "Australian"), "NZ": ("نيوزيلندي", "New Zealander"),
}  # fmt: skip


def nationality(code: str) -> T:
    """As people say it; where the table has no word, the country's name."""
    if code in _SAID:
        arabic, english = _SAID[code]
        return T(arabic, en=english)
    return countries().get(code, T(code, en=code))
