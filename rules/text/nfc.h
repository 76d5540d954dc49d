#ifndef GZ_NFC_H
#define GZ_NFC_H

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/**
 * Normalization Form C (Unicode Standard Annex #15) of valid UTF-8.
 * *out is in arena, or s itself where that is plain ASCII.
 * Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_nfc(struct gz_str s, struct gz_arena *arena,
                      struct gz_str *out) GZ_MUST_CHECK;

/**
 * Decode the code point at *pos of valid UTF-8 as Normalization Form C has
 * it, and advance *pos behind it: a letter is composed with the combining
 * marks of U+0300..U+036F that follow it in canonical order.  So text that was
 * typed in decomposed form compares with composed names, without a copy.
 */
uint32_t gz_nfc_next(struct gz_str s, size_t *pos);

#endif
