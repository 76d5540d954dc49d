"""What run_peers.py found, as Markdown."""

import statistics


class Result:
    """Everything about one contender and one list of names."""

    def __init__(self, contender, names, built):
        self.name = contender.name
        self.articles = contender.articles
        self.build_s = built["build_s"]
        self.bytes_per_name = built["bytes"] / names
        self.rounds = []     # MB/s
        self.ratios = []     # ours beside it in the same round
        self.agreement = None


class Agreement:
    """Spans of ours and of a peer, and the reasons for differences."""

    def __init__(self, articles):
        self.articles = articles
        self.common = self.ours = self.theirs = 0
        self.reasons = {}    # reason: [only ours, only theirs, example]

    def add(self, common, differences, show):
        self.common += common
        for reason, ours, theirs in differences:
            row = self.reasons.setdefault(reason, [0, 0, ""])
            row[0] += len(ours)
            row[1] += len(theirs)
            self.ours += len(ours)
            self.theirs += len(theirs)
            row[2] = row[2] or show(ours, theirs)

    @property
    def share(self):
        """Common spans among all that either reports."""
        everything = self.common + self.ours + self.theirs
        return self.common / everything if everything else 1.0


def number(value, digits):
    return f"{value:,.{digits}f}"


def speed(value):
    return number(value, 0 if value >= 100 else 1 if value >= 10 else 2)


def row(cells):
    return "| " + " | ".join(cells) + " |"


def speeds(results):
    lines = [row(["", "MB/s", "min", "max", "gazetted is", "build s",
                  "bytes/name", "articles", "same spans"]),
             "| --- |" + " ---: |" * 8]
    for result in results:
        ratio = statistics.median(result.ratios) if result.ratios else None
        share = result.agreement.share if result.agreement else None
        lines.append(row([
            result.name, speed(statistics.median(result.rounds)),
            speed(min(result.rounds)), speed(max(result.rounds)),
            f"{ratio:.1f}x" if ratio else "",
            number(result.build_s, 2), number(result.bytes_per_name, 0),
            number(result.articles, 0), f"{share:.1%}" if share else ""]))
    return lines


def cell(text):
    """Text that does not end its cell."""
    return text.replace("|", "\\|").replace("\n", "\u23ce")


def alike(results):
    """Pairs of names and reasons; peers that differ alike share a row."""
    groups = []
    for result in results:
        reasons = result.agreement.reasons if result.agreement else {}
        same = next((g for g in groups if g[1] == reasons), None)
        if same:
            same[0].append(result.name)
        elif reasons:
            groups.append(([result.name], reasons))
    return [(", ".join(names), reasons) for names, reasons in groups]


def differences(results, order):
    lines = [row(["", "why spans differ", "only gazetted", "only the peer",
                  "for example"]), "| --- | --- | ---: | ---: | --- |"]
    for names, reasons in alike(results):
        for reason in sorted(reasons, key=order.index):
            ours, theirs, example = reasons[reason]
            lines.append(row([names, reason, number(ours, 0),
                              number(theirs, 0), cell(example)]))
            names = ""
    return lines


def section(names, results, order):
    """One list of names; results, ours first."""
    compared = max((r.agreement.articles for r in results if r.agreement),
                   default=0)
    return "\n".join([
        f"### {names:,} names", "", *speeds(results), "",
        f"Spans are compared in the first {compared:,} articles, or as many "
        "as the peer searched.", "", *differences(results, order), ""])
