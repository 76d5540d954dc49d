// CRC-64-AVRO.  Bit by bit, without a table: it runs once per schema.

#include "codecs/fingerprint.h"

// The polynomial, and at the same time the fingerprint of no bytes.
#define EMPTY UINT64_C(0xc15d213aa4d7a795)

uint64_t gz_fingerprint(struct gz_str canonical_form)
{
    uint64_t crc = EMPTY;
    for (size_t i = 0; i < canonical_form.len_bytes; i++) {
        crc ^= (uint8_t)canonical_form.ptr[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ (EMPTY & (0 - (crc & 1)));
        }
    }
    return crc;
}
