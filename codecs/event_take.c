// The frame of a single object.

#include "codecs/event_take.h"

enum { FRAME_BYTES = 10 };

enum gz_status gz_event_take_frame(struct gz_str *framed, uint64_t fingerprint,
                                   const char *thing, struct gz_error *err)
{
    const struct gz_str mark = GZ_STR_LIT("\xC3\x01");
    if (framed->len_bytes < FRAME_BYTES || !gz_str_starts(*framed, mark)) {
        return gz_error_set(err, GZ_INVALID,
                            "the bytes are no Avro single object");
    }
    uint64_t found = 0;
    for (size_t i = FRAME_BYTES; i > mark.len_bytes; i--) {
        found = found << 8 | (uint8_t)framed->ptr[i - 1];
    }
    if (found != fingerprint) {
        return gz_error_set(err, GZ_MISMATCH,
                            "the %s was written with another schema: its "
                            "fingerprint is %016llx, ours %016llx",
                            thing, (unsigned long long)found,
                            (unsigned long long)fingerprint);
    }
    framed->ptr += FRAME_BYTES;
    framed->len_bytes -= FRAME_BYTES;
    return GZ_OK;
}
