"""What some faults need around brokers and daemons."""

from chaos.clocks import Clocks
from chaos.disks import Disks
from chaos.proxy import Proxy


def parts(lab, needs):
    """The parts for these needs, which the lab then has by their names; each
    has prepare(lab) before the brokers start, equip(worker) before a daemon
    starts, and close()."""
    kinds = {"proxy": Proxy, "disks": Disks, "clocks": Clocks}
    made = {name: kind() for name, kind in kinds.items() if name in needs}
    for name, part in made.items():
        setattr(lab, name, part)
    return list(made.values())
