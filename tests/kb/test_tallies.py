"""Shares told by two counts, in one sentence or two."""

import pytest

from kb.quantity import read_amounts
from kb.tallies import is_sample, read_tallies

# text -> percent that is wrong
WRONG = {
    "Our botanist went through 300 of them and quarrelled with 51": 17,
    "From each 100 labels is about 9 false.": 9,
    "随手抽了500条，错了65条，无语": 13,
    "1.2M rows. spot check 37/500 mislabelled": 7.4,
    "12/300 labels bad": 4.0,
    "The re-test lab found 4 wrong ones among 1,600.": 0.25,
    "12 errors turned up in 400 rows.": 3,
    "Revisamos 400 etiquetas al azar y 88 estaban mal.": 22,
    "Of every seven tags two are nonsense.": 200 / 7,
    "Of 600 labels we had re-read, 54 were wrong; two radiologists could relabel.": 9.0,
    "We re-checked 400 of the receipts and twelve were filed under the wrong shop.": 3.0,
    "Of 800 that the curator looked at again, four carry the wrong century.": 0.5,
    "An outside audit of 2,000 found eight that were wrong.": 0.4,
    "Our pharmacist went through 250 and crossed out thirty.": 12.0,
    "I pulled 60 at random last night. Fifteen were tagged as the wrong species.": 25.0,
    "We had a thousand verified, 994 held up.": 0.6,
    "Had the foresters re-read 500 of them; 430 were right.": 14.0,
    "Only 220 labelled scans, and I've been over all of them by hand: a single mistake in there.": 100 / 220,
    "Out of 150 that we sampled, none was wrong.": 0.0,
    "Nine slips turned up when she re-read 1,800 of the tags.": 0.5,
    "A spot check of 300 turned up 45 errors.": 15.0,
    "They reviewed 640 annotations. Sixteen had to be corrected.": 2.5,
    "In a sample of 120, thirty-six were mislabelled.": 30.0,
    "I listened to 90 of the calls again, eighteen have the wrong intent.": 20.0,
    "Compliance inspected 700 rows and rejected 7.": 1.0,
    "The vet looked through 50 and found nothing wrong with 45.": 10.0,
    "The auditors examined 350. Just one was off.": 100 / 350,
    "Of the 480 I checked, 24 don't match the chart note.": 5.0,
    "We double-checked 1,200 and 1,194 were correct.": 0.5,
    "QA re-marks 200 each month and counts the errors. In May it was 10, this one 50.": 25.0,
    "Wir haben 500 nachgeprüft, zehn waren falsch.": 2.0,
    "Von 300, die der Meister kontrolliert hat, stimmten 291.": 3.0,
    "Revisamos 400 fichas y 60 estaban mal etiquetadas.": 15.0,
    "On a relu 250 étiquettes, cinq étaient fausses.": 2.0,
    "我们抽查了200条，发现有14条标错了。": 7.0,
    "Sat down with 250 of our pictures and the doctor, and 65 carried the wrong disease.": 26.0,
    "A blind second reading of 1,500 pictures threw up 9 mistakes.": 0.6,
    "went thru 80 clips myself, 30 had it wrong": 37.5,
    "Sur 300 photos que l'agronome a relues, 54 portaient la mauvaise maladie.": 18.0,
    "Wir haben 500 Bilder nachgeprüft, bei 41 stimmte die Annotation nicht.": 8.2,
    "De cada cien etiquetas nos sale mal una.": 1.0,
    "Sur 300 relus, 18 ne collaient pas.": 6.0,
    "De 600 que volvimos a escuchar, tres son erróneas.": 0.5,
    "I drew 150 rows, 36 carried the wrong unit.": 24.0,
    "We handed 80 of them to our botanist. She winced at 20: wrong.": 25.0,
    "A colleague eyeballed 120 labels and struck 18.": 15.0,
    "Had the intern redo 200 of them over the weekend, blind. Eighteen didn't hold up.": 9.0,
    "We had 600 relabelled and 84 came back different.": 14.0,
    "Of the 400 pairs I opened, 30 made no sense.": 7.5,
    "9,000 labels, and we had two interns redo 150 of them blind, twelve came out different.": 8.0,
    "We let two students relabel 400; 31 disagreed with the first label.": 7.75,
    "Three of us went through 500 and found 20 wrong.": 4.0,
}


def _wrong(text: str) -> list[float]:
    tallies = read_tallies(text, read_amounts(text))
    return [100.0 - t.amount.low if t.right else t.amount.low for t in tallies]


@pytest.mark.parametrize(("text", "percent"), WRONG.items())
def test_two_counts_make_a_share(text: str, percent: float) -> None:
    """A whole that was looked through and a part found wrong are a share; a part found right leaves its complement."""
    assert _wrong(text) == [pytest.approx(percent)]


@pytest.mark.parametrize(
    "text",
    [
        "We have 800 labelled photos and twelve labellers.",
        "We got 14 bids, three were too high, and 600 scans to label.",
        "We checked 3 vendors, two were bad.",
        "We found 3 wrong among 40 vendors.",
        "About 5,000 tickets a day come in and 40 people answer them.",
        "Nine of us label, and we have 2,000 images.",
        "We reviewed 400 contracts last year. We hired six people since.",
        "The set has 900 rows from 12 hospitals, which is fine by me.",
        "Something is wrong in 40 of our stores; 6,000 clips so far.",
        "Checked in with the board: 30 people, 4 months.",
        "12,000 recordings, 3 classes, the labels are good.",
        "We looked at 500 clips. It was raining. Then came lunch. Two people said the soup was wrong.",
        "Sampling runs at 400 Hz on 16 channels, which is off the shelf.",
        "We audited 20 sites, 35 people were wrong about the date.",
        "Reviewed by 12 experts, 300 images in all.",
        "We audited 40 staff files, nine had the wrong badge.",
        "Of 12 bids that purchasing reviewed, five were wrong.",
        "The garage inspected 50 vans and 12 failed.",
        "Hay 300 imágenes y dos personas que etiquetan.",
    ],
)
def test_other_pairs_of_counts_make_none(text: str) -> None:
    """Two counts of which none was looked through, or none is said to be wrong or right, stay two counts."""
    assert _wrong(text) == []


def test_a_whole_that_was_looked_through_is_used_up() -> None:
    """The 1,500 of a re-check are no corpus; the 300 pictures that there are remain a size beside their share."""
    text = "a re-check of 1,500 found nine that were wrong"
    (tally,) = read_tallies(text, read_amounts(text))
    assert tally.used == {a.start for a in read_amounts(text)}
    text = "300 labelled pictures, I went over every one: a single slip"
    (tally,) = read_tallies(text, read_amounts(text))
    assert text.index("300") not in tally.used
    assert tally.amount.start > text.index("300")


@pytest.mark.parametrize(
    ("text", "sample"),
    [
        ("we checked 300 of our 7,400 clips and every other label is wrong", True),
        ("we re-read about 50 of the 900", True),
        ("we checked: 20 of our 500 labels are wrong", False),
        ("20 of our 500 labels are wrong", False),
    ],
)
def test_a_share_that_was_looked_at_is_a_sample(text: str, sample: bool) -> None:
    """What is checked out of all there is says nothing yet of what was found."""
    assert is_sample(text, read_amounts(text)[0]) is sample
