"""The peers of run_peers.py that are Python packages.

    python python_peers.py KIND NAMES ARTICLES COUNT

KIND is pyahocorasick, flashtext or spacy.  Says as JSON how the search was
built, then answers commands, a line each:
    round N           the median of N passes over COUNT articles
    spans FILE COUNT  ARTICLE<TAB>BEGIN<TAB>END of the first articles, by bytes
Time is the thread's CPU time.  Runs in an environment of its own, so it
imports nothing of ours.
"""

import ctypes
import gc
import json
import statistics
import sys
import time


def is_word(text, place):
    """Whether a letter, digit or underscore stands there."""
    char = text[place:place + 1]
    return char.isalnum() or char == "_"


class PyAhoCorasick:
    """Leftmost and longest, then the boundaries."""

    def __init__(self, names):
        import ahocorasick
        self.automaton = ahocorasick.Automaton()
        for name in names:
            self.automaton.add_word(name, len(name))
        self.automaton.make_automaton()

    def find(self, text):
        found = []
        for last, length in self.automaton.iter_long(text):
            begin, end = last + 1 - length, last + 1
            if not (begin and is_word(text, begin - 1) or is_word(text, end)):
                found.append((begin, end))
        return found


class FlashText:
    def __init__(self, names):
        from flashtext import KeywordProcessor
        self.processor = KeywordProcessor(case_sensitive=True)
        for name in names:
            self.processor.add_keyword(name)

    def find(self, text):
        return [(begin, end) for _, begin, end in
                self.processor.extract_keywords(text, span_info=True)]


class SpaCy:
    """The matcher of phrases with the tokeniser of English and no model."""

    BATCH = 1000  # names that are documents at the same time

    def __init__(self, names):
        import spacy
        from spacy.matcher import PhraseMatcher
        self.language = spacy.blank("en")
        self.filter_spans = spacy.util.filter_spans
        self.matcher = PhraseMatcher(self.language.vocab)
        for begin in range(0, len(names), self.BATCH):
            batch = names[begin:begin + self.BATCH]
            self.matcher.add("NAME", list(map(self.language.make_doc, batch)))

    def find(self, text):
        doc = self.language.make_doc(text)
        spans = self.filter_spans(self.matcher(doc, as_spans=True))
        return [(span.start_char, span.end_char) for span in spans]


KINDS = {"pyahocorasick": PyAhoCorasick, "flashtext": FlashText,
         "spacy": SpaCy}


def resident_bytes():
    """What is resident, without memory that was freed."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096


def run_round(peer, texts, size, passes):
    seconds = []
    for _ in range(passes):
        begin, matches = time.thread_time(), 0
        for text in texts:
            matches += len(peer.find(text))
        seconds.append(time.thread_time() - begin)
    return {"seconds": statistics.median(seconds), "bytes": size,
            "matches": matches}


def byte_places(text):
    """The byte at which each character begins, and the end."""
    places = [0]
    for char in text:
        places.append(places[-1] + len(char.encode()))
    return places


def write_spans(peer, texts, path):
    with open(path, "w", encoding="ascii") as out:
        for number, text in enumerate(texts):
            places = byte_places(text)
            out.writelines(f"{number}\t{places[begin]}\t{places[end]}\n"
                           for begin, end in peer.find(text))
    return {"articles": len(texts)}


def say(answer):
    print(json.dumps(answer), flush=True)


def load_package(kind):
    """Import before memory is measured: a package is not an index."""
    KINDS[kind](["warm up"]).find("warm up")


def main():
    kind, names_file, articles_file, count = sys.argv[1:]
    with open(names_file, encoding="utf-8") as file:
        names = file.read().split("\n")[:-1]
    with open(articles_file, "rb") as file:
        texts = file.read().split(b"\0")[:int(count)]
    size = sum(map(len, texts))
    texts = [text.decode() for text in texts]

    load_package(kind)
    before, begin = resident_bytes(), time.thread_time()
    peer = KINDS[kind](names)
    build_s = time.thread_time() - begin
    say({"build_s": build_s, "bytes": resident_bytes() - before})
    gc.freeze()  # the collector need not look at the names again and again
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "round":
            say(run_round(peer, texts, size, int(arguments[0])))
        else:
            say(write_spans(peer, texts[:int(arguments[1])], arguments[0]))


if __name__ == "__main__":
    main()
