"""What some faults need around brokers and daemons."""


def parts(lab, needs):
    """The parts for these needs; each has prepare(lab) before the brokers
    start, equip(worker) before a daemon starts, and close()."""
    return []
