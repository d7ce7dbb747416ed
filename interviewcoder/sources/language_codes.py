"""Languages as other programs name them."""

from __future__ import annotations

# ISO 639-1, ISO 639-3, English name.
_LANGUAGES = """
af afr Afrikaans|am amh Amharic|ar ara Arabic|az aze Azerbaijani|be bel Belarusian|bg bul Bulgarian|bn ben Bengali
bo bod Tibetan|br bre Breton|bs bos Bosnian|ca cat Catalan|cs ces Czech|cy cym Welsh|da dan Danish|de deu German
el ell Greek|en eng English|es spa Spanish|et est Estonian|eu eus Basque|fa fas Persian|fi fin Finnish|fo fao Faroese
fr fra French|gl glg Galician|gu guj Gujarati|ha hau Hausa|he heb Hebrew|hi hin Hindi|hr hrv Croatian
ht hat Haitian Creole|hu hun Hungarian|hy hye Armenian|id ind Indonesian|is isl Icelandic|it ita Italian
ja jpn Japanese|jv jav Javanese|ka kat Georgian|kk kaz Kazakh|km khm Khmer|kn kan Kannada|ko kor Korean
la lat Latin|lb ltz Luxembourgish|ln lin Lingala|lo lao Lao|lt lit Lithuanian|lv lav Latvian|mg mlg Malagasy
mi mri Maori|mk mkd Macedonian|ml mal Malayalam|mn mon Mongolian|mr mar Marathi|ms msa Malay|mt mlt Maltese
my mya Myanmar|ne nep Nepali|nl nld Dutch|nn nno Nynorsk|no nor Norwegian|oc oci Occitan|pa pan Punjabi|pl pol Polish
ps pus Pashto|pt por Portuguese|ro ron Romanian|ru rus Russian|sa san Sanskrit|sd snd Sindhi|si sin Sinhala
sk slk Slovak|sl slv Slovenian|sn sna Shona|so som Somali|sq sqi Albanian|sr srp Serbian|su sun Sundanese
sv swe Swedish|sw swa Swahili|ta tam Tamil|te tel Telugu|tg tgk Tajik|th tha Thai|tk tuk Turkmen|tl tgl Tagalog
tr tur Turkish|tt tat Tatar|uk ukr Ukrainian|ur urd Urdu|uz uzb Uzbek|vi vie Vietnamese|yi yid Yiddish
yo yor Yoruba|yue yue Cantonese|zh zho Chinese
"""
_OTHER = {"ger": "de", "fre": "fr", "dut": "nl", "cmn": "zh", "iw": "he", "nb": "no", "nob": "no", "farsi": "fa"}
_CODES = dict(_OTHER)
for _entry in _LANGUAGES.strip().replace("\n", "|").split("|"):
    _two, _three, _name = _entry.split(" ", 2)
    _CODES |= {_two: _two, _three: _two, _name.lower(): _two}


def language_code(named: str) -> str:
    """Return the code that Whisper has for a language (“en”) by a code or English name; empty when unknown.

    “en-US”, “eng”, “English” and “EN” are all English.
    """
    named = named.strip().lower()
    return _CODES.get(named) or _CODES.get(named.replace("_", "-").split("-")[0], "")
