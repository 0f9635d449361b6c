"""
Texts are matched by one form and shown in another.
"""

import random
import sys
from unicodedata import category, combining, decomposition, is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import InputError, display, fold

# Zero-width non-joiner and joiner, tatweel; marks and overrides of direction.
ZWNJ, ZWJ, TATWEEL = "\u200c", "\u200d", "\u0640"
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

EQUAL = [
    # the letters of two keyboards
    ("علي", "علی"),
    ("على", "علی"),
    ("يحيى", "یحیی"),
    ("كريمي", "کریمی"),
    ("شركت", "شرکت"),
    ("ڪریم", "کریم"),
    ("فاطمة", "فاطمه"),
    ("مکة", "مکه"),
    ("مکۃ", "مکه"),
    ("ھاشمی", "هاشمی"),
    ("ہاشمی", "هاشمی"),
    ("ەاشمی", "هاشمی"),
    # alef and hamza
    ("آرش", "ارش"),
    ("أحمد", "احمد"),
    ("إبراهيم", "ابراهیم"),
    ("ٱلله", "الله"),
    ("رؤيا", "رویا"),
    ("رضائی", "رضایی"),
    ("خانۀ ما", "خانه ما"),
    ("خانهٔ ما", "خانه ما"),
    ("ا\u0653رش", "آرش"),
    ("ا\u0654حمد", "أحمد"),
    ("ر\u0648\u0654یا", "رؤیا"),
    ("رضا\u064a\u0654ی", "رضائی"),
    # digits
    ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
    ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"),
    ("پلاک ۱۲", "پلاک 12"),
    ("پلاک ١٢", "پلاک ۱۲"),
    ("１２３", "123"),
    # together, with a blank, with a non-joiner
    ("علی رضا", f"علی{ZWNJ}رضا"),
    ("علي رضا", f"علی{ZWNJ}رضا"),
    ("علیرضا", f"علی{ZWNJ}رضا"),
    ("علیرضا", "علی رضا"),
    ("محمد حسین", "محمدحسین"),
    (f"می{ZWNJ}خواهم", "می خواهم"),
    (f"کتاب{ZWNJ}ها", "کتابها"),
    (f"علی{ZWNJ}{ZWNJ}رضا", f"علی{ZWNJ}رضا"),
    (f"علی{ZWNJ} رضا", "علی  رضا"),
    (f"{ZWNJ}علی{ZWNJ}", "علی"),
    (f"ع{ZWJ}لی", "علی"),
    # tatweel and vowel marks
    (f"عل{TATWEEL}{TATWEEL}ی", "علی"),
    (f"مـحـمـد{TATWEEL}", "محمد"),
    ("مُحَمَّد", "محمد"),
    ("رَحمٰن", "رحمن"),
    ("سَلامٌ", "سلام"),
    ("سلا\u08f0م", "سلام"),
    # ligatures and presentation forms
    ("ﷲ", "الله"),
    ("ﻋﻠﻰ", "علی"),
    ("ﻻله", "لاله"),
    ("ﭘﻮﻳﺎ", "پویا"),
    # direction, and what is invisible
    ("\u200fعلی\u200e", "علی"),
    ("\u202bعلی\u202c", "علی"),
    ("\u2067Sara\u2069", "sara"),
    ("\ufeffSara", "Sara"),
    ("Sa\u00adra", "Sara"),
    ("Sa\u200bra", "Sara"),
    # marks that something invisible holds apart
    ("Zoe\u034f\u0308", "Zoë"),
    ("\u03b1\u0345\u200b\u0301", "\u1fb4"),
    # capitals, width and composition
    ("SARA", "sara"),
    ("Straße", "STRASSE"),
    ("Zoe\u0308", "Zoë"),
    ("ΣΊΣΥΦΟΣ", "σίσυφος"),
    ("Ｓａｒａ", "Sara"),
    ("oﬃce", "office"),
    # blanks
    ("  Sara   Sharifi ", "Sara Sharifi"),
    ("Sara\u00a0Sharifi", "Sara\tSharifi"),
    ("Sara\r\nSharifi", "Sara\u3000Sharifi"),
]

DIFFERENT = [
    # one letter is another
    ("علی", "عالی"),
    ("کریم", "گریم"),
    ("پری", "بری"),
    ("چمن", "جمن"),
    ("ژاله", "زاله"),
    ("سارا", "ثارا"),
    ("طاهر", "تاهر"),
    ("ظفر", "زفر"),
    ("صابر", "سابر"),
    ("حامد", "هامد"),
    ("قاسم", "غاسم"),
    ("نوری", "نورا"),
    ("ذکر", "زکر"),
    ("ماه", "ماء"),
    ("زهرا", "زهراء"),
    ("ے", "ی"),
    # a letter more
    ("رضا", "رضایی"),
    ("علی", "علیا"),
    ("کتاب", "کتابها"),
    (f"خانه{ZWNJ}ی", "خانه"),
    ("محمد", "محمدی"),
    ("حسن", "حسین"),
    ("مریم", "مریمی"),
    # the order of words
    ("علی رضا", "رضا علی"),
    ("Sara Sharifi", "Sharifi Sara"),
    # digits
    ("۱۲", "۲۱"),
    ("۱۲", "۱ ۲"),
    ("پلاک ۱۲", "پلاک ۱۳"),
    ("۶", "۹"),
    ("٤", "٥"),
    # accents and letters of other scripts
    ("José", "Jose"),
    ("Müller", "Mueller"),
    ("Zoë", "Zoe"),
    ("Sara", "Sаra"),  # Cyrillic
    ("Oslo", "0slo"),
    ("ırmak", "irmak"),
    # blanks and punctuation
    ("Anna Lena", "Annalena"),
    ("Anne-Marie", "Anne Marie"),
    ("O'Brien", "OBrien"),
    ("Sara.", "Sara"),
    ("sara@example.com", "sara@example.org"),
    ("sara+1@example.com", "sara@example.com"),
]

# What makes such functions fail: marks, what they decompose into and compose to, what
# has other capitals, what is dropped and what is a blank.
HOT = [
    *(
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if combining(char)
        or decomposition(char)
        or char.casefold() != char
        or category(char) in {"Cf", "Cc", "Cs", "Zs"}
    ),
    *map(chr, range(0x600, 0x700)),
]
MIXED = st.text(st.one_of(st.sampled_from(HOT), st.characters(codec=None)))
FORMS = ["NFC", "NFD", "NFKC", "NFKD"]


def texts(count, seed):
    """
    Make many short texts of what is most likely to go wrong.
    """
    chance = random.Random(seed)
    often = [*HOT, *" \u200c\u0640\u0345" * 300]
    return (
        "".join(chance.choices(often, k=chance.randint(1, 6))) for _ in range(count)
    )


class TestFold:
    def test_as_many_pairs_as_there_should_be(self):
        """
        There are 60 pairs that match and 40 that don't, no two of them alike.
        """
        assert len(set(EQUAL)) >= 60
        assert len(set(DIFFERENT)) >= 40

    @pytest.mark.parametrize(("one", "other"), EQUAL)
    def test_equal(self, one, other):
        """
        What people write for the same thing matches, and wasn't the same before.
        """
        assert one != other
        assert fold(one) == fold(other)

    @pytest.mark.parametrize(("one", "other"), DIFFERENT)
    def test_different(self, one, other):
        """
        What is another name, number or address doesn't match.
        """
        assert fold(one) != fold(other)

    def test_of_every_character(self):
        """
        For every character of Unicode, the folded form folds to itself.
        """
        every = map(chr, range(sys.maxunicode + 1))

        assert [] == [char for char in every if fold(fold(char)) != fold(char)]

    def test_of_many_texts(self):
        """
        A folded text folds to itself, however it was composed: 100,000 texts.
        """
        for text in texts(100_000, seed=6):
            folded = fold(text)

            assert folded == fold(folded) == fold(normalize("NFD", text)), ascii(text)

    @given(MIXED)
    def test_is_idempotent(self, text):
        """
        A folded text folds to itself.
        """
        assert fold(text) == fold(fold(text))

    @given(MIXED, st.sampled_from(FORMS))
    def test_composition_makes_no_difference(self, text, form):
        """
        A text matches all its normal forms.
        """
        assert fold(text) == fold(normalize(form, text))

    @given(MIXED)
    def test_matches_what_is_shown(self, text):
        """
        A text matches the form in which it is shown.
        """
        assert fold(text) == fold(display(text))

    @given(MIXED)
    def test_can_be_stored(self, text):
        """
        A folded text can be encoded, and has single blanks between words only.
        """
        folded = fold(text)
        folded.encode()

        assert " ".join(folded.split()) == folded

    @given(st.text(st.characters(codec="latin-1", categories=["L", "Nd"])))
    def test_of_western_letters(self, text):
        """
        For western letters it is what Unicode calls compatibility caseless matching.
        """
        caseless = normalize("NFKD", normalize("NFD", text).casefold()).casefold()

        assert normalize("NFKC", caseless) == fold(text)

    @given(MIXED, MIXED)
    def test_parts_that_stand_apart(self, one, other):
        """
        What stands apart may be folded before, and matches.
        """
        assert fold(f"{one} | {other}") == fold(f"{fold(one)} | {fold(other)}")

    @pytest.mark.parametrize("given_", [None, 5, b"sara", ["sara"]])
    def test_of_no_text(self, given_):
        """
        What is no text is refused and not shown.
        """
        with pytest.raises(InputError, match=r"^fold\(\): got .*, expected a text\.$"):
            fold(given_)


class TestDisplay:
    @pytest.mark.parametrize("mark", DIRECTIONS)
    def test_direction(self, mark):
        """
        Marks, embeddings, overrides and isolates of direction are left out.
        """
        assert "علی Sara" == display(f"{mark}علی{mark} Sa{mark}ra")

    @pytest.mark.parametrize(
        "hidden",
        [
            *("\x00", "\x1b", "\x7f", "\x9b", "\u200b", "\u2060", "\ufeff", "\u00ad"),
            *("\ud83d", "\U000e0041", "\ufffa", "\u206e"),
        ],
    )
    def test_hidden(self, hidden):
        """
        What nobody sees and what can't be encoded is left out.
        """
        assert "Sara" == display(f"Sa{hidden}ra{hidden}")

    @pytest.mark.parametrize(
        "text",
        [
            f"علی{ZWNJ}رضا",
            f"سرنخ{ZWNJ}ها",
            "👩\u200d💻",
            "❤\ufe0f",
            "क्\u200dष",
            "علي كريمي ١٢",
            "  SARA\tO'Brien\nZoë ",
            "۱۲٫۵٪",
        ],
    )
    def test_kept(self, text):
        """
        What somebody wrote on purpose stays as it was.
        """
        assert text == display(text)

    def test_composed(self):
        """
        Characters are composed.
        """
        assert "Zoë آرش" == display("Zoe\u0308 ا\u0653رش")

    def test_composed_over_what_is_left_out(self):
        """
        A mark joins its letter when what stood between them has gone.
        """
        assert "Zoë" == display("Zoe\u200f\u0308")

    def test_of_many_texts(self):
        """
        What is shown stays as it is if that is done again: 100,000 texts.
        """
        for text in texts(100_000, seed=7):
            shown = display(text)

            assert shown == display(shown), ascii(text)

    @given(MIXED)
    def test_is_idempotent(self, text):
        """
        What is shown stays as it is if that is done again.
        """
        assert display(text) == display(display(text))

    @given(MIXED)
    def test_can_be_shown(self, text):
        """
        What is shown is composed, can be encoded and holds nothing that turns the line.
        """
        shown = display(text)
        shown.encode()

        assert is_normalized("NFC", shown)
        assert not set(DIRECTIONS) & set(shown)

    @pytest.mark.parametrize("given_", [None, 5, b"sara"])
    def test_of_no_text(self, given_):
        """
        What is no text is refused and not shown.
        """
        with pytest.raises(InputError, match=r"^display\(\): got .*, expected a text"):
            display(given_)


CROWDED = st.text(
    st.sampled_from("a\u0344\u0301\u0323\u0345\u064b\u200c\u0390\u0f73\u093c\u1e69é"),
    min_size=20,
    max_size=150,
)


class TestManyMarks:
    @given(CROWDED)
    def test_once_is_enough(self, text):
        """
        However many marks stand on one letter, in whichever order and however held
        apart, doing it again changes nothing.
        """
        assert fold(text) == fold(fold(text))
        assert display(text) == display(display(text))

    @pytest.mark.parametrize("function", [fold, display])
    def test_few_are_kept(self, function):
        """
        Of thousands of marks on one letter a few are kept, so that the time doesn't
        grow with their square; the letters behind them are all there.
        """
        done = function("a" + "\u0301\u0323" * 10_000 + "bcd")

        assert len(done) <= 40
        assert done.endswith("bcd")
