#ifndef GZ_SYMBOL_TABLE_H
#define GZ_SYMBOL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__BMI2__)
#include <immintrin.h>
#endif

#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Static compression of short strings, each of which can be decoded on its
 * own: a table of up to 255 symbols of 1 to 8 bytes is learnt from a sample,
 * then every string becomes a run of one-byte codes.  After "FSST: Fast
 * Random Access String Compression" (Boncz, Neumann, Leis; VLDB 2020).
 *
 * Code 255 is the escape: the byte behind it stands for itself.  Any bytes
 * can therefore be encoded with any table, and come back exactly.
 */
enum {
    GZ_SYMBOL_MAX = 255,  // symbols of a table
    GZ_SYMBOL_BYTES = 8,  // of the longest symbol
    GZ_SYMBOL_ESCAPE = 255,
    GZ_SYMBOL_SPARE = 8,  // room that decoding needs behind cap
};

/*
 * A table as it stands in a file: used in place, no pointers.
 *
 * Invariants, which gz_symbol_table_check() asks of a table that it does not
 * know: count <= GZ_SYMBOL_MAX; a code below count has a length of 1 to 8 and
 * its bytes, the first one lowest, with zeros behind them; every other code
 * and every reserved byte is zero.
 */
struct gz_symbol_table {
    uint64_t symbols[256];
    uint8_t lengths[256];
    uint32_t count;
    uint32_t reserved[15];
};

_Static_assert(sizeof(struct gz_symbol_table) == 2368 &&
                   sizeof(struct gz_symbol_table) % 64 == 0,
               "a table is a section of an image and has no hidden padding");

/** Whether a table that came from a file keeps its invariants. */
bool gz_symbol_table_check(const struct gz_symbol_table *t);

/**
 * Learn a table from count samples: *out is written whole.  The same samples,
 * in any order, give the same bytes.  Symbols never span two samples.
 *
 * The caller samples: 16 to 64 KiB spread evenly over what will be encoded
 * are enough, more takes longer and gains next to nothing.  Takes time
 * linear in the bytes (20 ms for 64 KiB) and 2 MiB, at most 8, while it runs.
 * Without a byte of sample the table is empty.  Fails with GZ_NO_MEMORY; *out
 * is then empty.
 */
enum gz_status gz_symbol_table_train(const struct gz_str *samples, size_t count,
                                     struct gz_symbol_table *out) GZ_MUST_CHECK;

/** Finds the longest symbol that a string begins with. */
struct gz_symbol_encoder;

/**
 * Make an encoder for a sound table, which it does not need afterwards.
 * Returns an owned encoder of about 70 KiB, or NULL when out of memory.
 * Release with gz_symbol_encoder_free().
 */
struct gz_symbol_encoder *
gz_symbol_encoder_new(const struct gz_symbol_table *t);

/** Release an owned encoder; NULL is allowed and ignored. */
void gz_symbol_encoder_free(struct gz_symbol_encoder *e);

/**
 * Encode in to out, which has room for 2 * in.len_bytes, and return the
 * number of bytes written.  Any thread; many may share one encoder.
 */
size_t gz_symbol_encode(const struct gz_symbol_encoder *e, struct gz_str in,
                        uint8_t *out);

/**
 * Decode the len bytes at in to out, which has room for cap bytes and
 * GZ_SYMBOL_SPARE more that may be overwritten.  Returns the decoded length,
 * or SIZE_MAX when it would exceed cap or when in ends with a bare escape.
 *
 * t is a table that passed gz_symbol_table_check(); nothing is asked of the
 * bytes at in.  A code that the table does not use stands for nothing.
 * Any thread.
 *
 * We chose one code a turn over the paper's four or eight at once, because
 * names have ten codes: what the remainder costs in branches that go wrong
 * is more than what unrolling saves (measured, gcc and clang).
 */
static inline size_t gz_symbol_decode(const struct gz_symbol_table *t,
                                      const uint8_t *in, size_t len, char *out,
                                      size_t cap)
{
    size_t at = 0;
    size_t to = 0;
    // A store that begins at cap ends with the spare room.
    while (at < len && to <= cap) {
        const uint8_t code = in[at++];
        if (code != GZ_SYMBOL_ESCAPE) {
            memcpy(out + to, &t->symbols[code], GZ_SYMBOL_BYTES);
            to += t->lengths[code];
        } else if (at < len) {
            out[to++] = (char)in[at++];
        } else {
            return SIZE_MAX;
        }
    }
    return to <= cap ? to : SIZE_MAX;
}

// The first bytes of eight, length of them; of none, none.
static inline uint64_t gz_symbol_first(uint64_t bytes, uint32_t length)
{
#if defined(__BMI2__)
    return _bzhi_u64(bytes, 8 * length);
#else
    return length == 0 ? 0 : bytes & ~UINT64_C(0) >> (64 - 8 * length);
#endif
}

// How far a text agrees with codes.
struct gz_symbol_run {
    const char *end;  // behind the last byte of the text that agrees
    bool all;         // so do all codes
    uint8_t want;     // if not: the byte that they have instead of *end
};

/**
 * Compare what the len bytes at in decode to with a text, of which
 * GZ_SYMBOL_BYTES * len + GZ_SYMBOL_SPARE bytes can be read.  t and in as
 * above.  Nothing is stored on the way, so this costs half of decoding and
 * comparing.
 */
static inline struct gz_symbol_run
gz_symbol_compare(const struct gz_symbol_table *t, const uint8_t *in,
                  size_t len, const char *text)
{
    for (const uint8_t *const end = in + len; in < end; in++) {
        const uint8_t code = *in;
        uint64_t bytes;
        memcpy(&bytes, text, sizeof(bytes));
        if (__builtin_expect(code == GZ_SYMBOL_ESCAPE, 0)) {
            const uint8_t want = ++in < end ? *in : 0;
            if (in == end || want != (uint8_t)bytes) {
                return (struct gz_symbol_run){text, false, want};
            }
            text++;
            continue;
        }
        const uint32_t length = t->lengths[code];
        const uint64_t differ =
            gz_symbol_first(bytes ^ t->symbols[code], length);
        if (__builtin_expect(differ != 0, 0)) {
            const uint32_t at = (uint32_t)__builtin_ctzll(differ) / 8;
            const uint8_t want = (uint8_t)(t->symbols[code] >> 8 * at);
            return (struct gz_symbol_run){text + at, false, want};
        }
        text += length;
    }
    return (struct gz_symbol_run){text, true, 0};
}

#endif
