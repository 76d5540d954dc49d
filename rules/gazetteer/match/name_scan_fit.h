#ifndef GZ_NAME_SCAN_FIT_H
#define GZ_NAME_SCAN_FIT_H

// A part of name_scan_body.h: what a hit's record says without a closer look.

#include <stdbool.h>
#include <stdint.h>

#include "rules/gazetteer/image/name_record.h"
#include "rules/gazetteer/match/name_scan.h"

static inline bool is_letter(uint8_t byte)
{
    return (uint8_t)((byte | 0x20) - 'a') < 26;
}

enum fit {
    FIT_PLAIN,  // the name of one entity, written just so: nearly all are
    FIT_NONE,   // the only name there, which has another letter
    FIT_OPEN,   // it has to be looked at
};

// The same for hits behind which too little text is left to compare quickly.
static __attribute__((noinline)) enum fit
fit_at_end(const struct gz_image *image, const uint8_t *record,
           struct gz_str words)
{
    char buffer[GZ_NAME_TEXT_ROOM];
    const size_t len =
        gz_symbol_decode(image->name_symbols, record + GZ_NAME_HEAD_BYTES,
                         record[0], buffer, GZ_NAME_BYTES_MAX);
    return len <= GZ_NAME_BYTES_MAX && gz_str_eq(gz_str_of(buffer, len), words)
               ? FIT_PLAIN
               : FIT_OPEN;
}

// What the bits of a record say when it is the name of one entity without
// anything special, but for its case and for how its text is stored.
static inline bool is_plain(unsigned bits)
{
    const unsigned free =
        (unsigned)GZ_NAME_BITS_CASE | (unsigned)GZ_NAME_BITS_RAW;
    return (bits & ~free) == GZ_NAME_BITS_LAST;
}

// Whether a hit's record is plain and inside the image.
static inline bool is_plain_record(const struct gz_image *image,
                                   uint32_t record)
{
    const uint8_t *p = image->names + record;
    const uint64_t text = record + (uint64_t)GZ_NAME_HEAD_BYTES;
    return text <= image->names_bytes && text + p[0] <= image->names_bytes &&
           is_plain(p[1]);
}

// The same for a record whose text is not encoded.
static __attribute__((noinline)) enum fit fit_of_raw(const uint8_t *record,
                                                     struct gz_str words)
{
    const char *const name = (const char *)record + GZ_NAME_HEAD_BYTES;
    return record[0] <= GZ_NAME_BYTES_MAX &&
                   gz_str_eq(gz_str_of(name, record[0]), words)
               ? FIT_PLAIN
               : FIT_OPEN;
}

// Tell what is plain about a hit.  Where a name that is to be written exactly
// has one letter of ASCII and the text another one, in the same place, no
// freedom in spelling makes them one.
static inline enum fit fit_of(const struct gz_image *image, struct gz_str text,
                              const struct gz_name_hit *hit)
{
    if (!is_plain_record(image, hit->record)) {
        return FIT_OPEN;
    }
    const uint8_t *p = image->names + hit->record;
    const char *const begin = text.ptr + hit->begin_byte;
    const char *const end = text.ptr + hit->end_byte;
    if (__builtin_expect((p[1] & GZ_NAME_BITS_RAW) != 0, 0)) {
        return fit_of_raw(p, gz_str_of(begin, (size_t)(end - begin)));
    }
    const size_t read = (size_t)GZ_SYMBOL_BYTES * p[0] + GZ_SYMBOL_SPARE;
    if (__builtin_expect(hit->begin_byte + read > text.len_bytes, 0)) {
        return fit_at_end(image, p, gz_str_of(begin, (size_t)(end - begin)));
    }
    const struct gz_symbol_run run = gz_symbol_compare(
        image->name_symbols, p + GZ_NAME_HEAD_BYTES, p[0], begin);
    if (run.all) {
        return run.end == end ? FIT_PLAIN : FIT_OPEN;
    }
    const bool none = hit->ends == 1 && run.end < end &&
                      (p[1] & GZ_NAME_BITS_CASE) == GZ_NAME_EXACT &&
                      is_letter(run.want) && is_letter((uint8_t)*run.end);
    return none ? FIT_NONE : FIT_OPEN;
}

#endif
