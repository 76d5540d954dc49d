"""The partition that Kafka's Java client gives to a key (murmur2, seed
0x9747b28c), written from the algorithm's description."""

MASK = 0xFFFFFFFF


def murmur2(data):
    multiplier, shift = 0x5BD1E995, 24
    value = (0x9747B28C ^ len(data)) & MASK
    whole = len(data) - len(data) % 4
    for begin in range(0, whole, 4):
        word = int.from_bytes(data[begin:begin + 4], "little")
        word = word * multiplier & MASK
        word = (word ^ word >> shift) * multiplier & MASK
        value = (value * multiplier & MASK) ^ word
    if whole < len(data):
        value ^= int.from_bytes(data[whole:], "little")
        value = value * multiplier & MASK
    value = (value ^ value >> 13) * multiplier & MASK
    return value ^ value >> 15


def partition(key, count):
    return (murmur2(key) & 0x7FFFFFFF) % count
