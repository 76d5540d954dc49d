#ifndef GZ_NAME_SCAN_BODY_H
#define GZ_NAME_SCAN_BODY_H

// The body of all versions of gz_name_scan_fn: compiled once for every
// processor, once for those with AVX2 and once for those with AVX-512, in files
// that include it.

#include <stdbool.h>
#include <string.h>

#include "rules/gazetteer/image/name_record.h"
#include "rules/gazetteer/image/prefix_probe.h"
#include "rules/gazetteer/match/name_gap.h"
#include "rules/gazetteer/match/name_key.h"
#include "rules/gazetteer/match/name_scan.h"
#include "rules/gazetteer/match/name_scan_fit.h"
#if defined(__AVX512VBMI2__) && defined(__GFNI__)
#include "rules/gazetteer/match/name_scan_blooms.h"
#else
#include "rules/gazetteer/match/name_scan_sets.h"
#endif

// A walk that goes on: its place in hits, the end of its last word, the key so
// far, and the hash bits of the words that may come next or, between two
// steps, the next word's key.
struct walk {
    uint32_t hit;
    uint32_t end;
    uint64_t key;
    uint64_t next;
};

// A walk's step over a gap, between two loops.
struct gap {
    uint32_t begin;
    uint32_t end;
};

// A word with which a name may begin is a hit whose last two members still
// are its key, so that nothing has to move when it is looked up.
struct start {
    uint32_t begin;
    uint32_t end;
    uint64_t key;
};

_Static_assert(sizeof(struct start) == sizeof(struct gz_name_hit),
               "a start takes the place of its hit");

static inline struct start start_at(const struct gz_name_hit *hit)
{
    struct start start;
    memcpy(&start, hit, sizeof(start));
    return start;
}

static inline void put_start(struct gz_name_hit *hit, struct start start)
{
    memcpy(hit, &start, sizeof(start));
}

struct scan {
    const struct gz_image *image;
    struct gz_str text;
    const struct gz_word_blocks *blocks;
    struct gz_name_hit *hits;
    uint32_t *begins;  // of words with which a name may begin
    struct walk *walks;
    struct gap *gaps;
};

static inline uint32_t *list_tall(const struct gz_word_blocks *blocks,
                                  uint32_t *to)
{
    for (size_t b = 0; b < blocks->count; b++) {
        to = take_places(blocks->tall[b], (uint32_t)b * 64, to);
    }
    return to;
}

// All places at which a name may begin by the look of it.
static inline uint32_t list_begins(const struct scan *s)
{
    const struct gz_first_words *const words = &s->image->header->first;
    uint32_t *const end = words->any == 0
                              ? list_tall(s->blocks, s->begins)
                              : list_all(words, s->blocks, s->text, s->begins);
    return (uint32_t)(end - s->begins);
}

// Whether a name may begin with this letter; of what shows nothing nobody
// knows.
static inline bool may_lead(const struct scan *s, uint32_t lead)
{
    const uint32_t bit = gz_first_lead(lead);
    return lead == 0 ||
           (s->image->header->first.leads[bit >> 5] >> (bit & 31) & 1) != 0;
}

// The key of one of the ideographs and syllables from U+3000 to U+9FFF, which
// fold to themselves; four bytes from p on are read.
static inline bool ideograph_key(const char *p, uint32_t len, uint64_t *key)
{
    uint32_t bytes;
    memcpy(&bytes, p, sizeof(bytes));
    *key = gz_token_key_of(bytes & 0xffffff, 0);
    return len == 3 && (bytes & 0xff) - 0xE3 <= 0xE9 - 0xE3;
}

// The key of a word that is long, beyond ASCII, or among the text's last ones,
// behind which too little can be read at once; false when no name begins so.
static __attribute__((noinline)) bool
late_key(const struct scan *s, uint32_t begin, uint32_t len, uint64_t *key)
{
    const char *const p = s->text.ptr + begin;
    const uint8_t first = (uint8_t)p[0];
    if (first >= 0x80 && !may_lead(s, gz_token_lead(p, len))) {
        return false;
    }
    *key = gz_name_key_first(s->text, begin, begin + len,
                             gz_word_blocks_test(s->blocks->small, begin));
    return true;
}

// The number of begins before the first from which too little text is left to
// be read at once.
static inline uint32_t count_far(const struct scan *s, uint32_t count)
{
    while (count > 0 &&
           s->begins[count - 1] + GZ_TOKEN_KEY_BYTES > s->text.len_bytes) {
        count--;
    }
    return count;
}

// Make the keys of words and keep those with which some name begins; where
// the next ones go.
static inline struct gz_name_hit *
key_words(const struct scan *s, uint32_t count, struct gz_name_hit *to)
{
    const uint8_t *const filter = s->image->filter;
    const uint32_t shift = s->image->filter_shift;
    const uint64_t *const edges = s->blocks->edges;
    const char *const text = s->text.ptr;
    const uint32_t *const end = s->begins + count;
    for (const uint32_t *from = s->begins; from < end; from++) {
        const uint32_t begin = *from;
        const uint32_t len = gz_word_blocks_len(edges, begin);
        uint64_t key;
        if (__builtin_expect(!gz_token_key_quick(text + begin, len, true, &key),
                             0) &&
            !ideograph_key(text + begin, len, &key) &&
            !late_key(s, begin, len, &key)) {
            continue;
        }
        put_start(to, (struct start){begin, begin + len, key});
        to += gz_prefix_may_begin(filter, shift, key);
    }
    return to;
}

static inline uint32_t filter_begins(const struct scan *s, uint32_t count)
{
    const uint32_t far = count_far(s, count);
    struct gz_name_hit *to = key_words(s, far, s->hits);
    for (uint32_t i = far; i < count; i++) {
        const uint32_t begin = s->begins[i];
        const uint32_t len = gz_word_blocks_len(s->blocks->edges, begin);
        uint64_t key;
        if (!late_key(s, begin, len, &key)) {
            continue;
        }
        put_start(to, (struct start){begin, begin + len, key});
        to +=
            gz_prefix_may_begin(s->image->filter, s->image->filter_shift, key);
    }
    return (uint32_t)(to - s->hits);
}

static inline void fetch_buckets(const struct scan *s, uint32_t count)
{
    const struct gz_bucket *const buckets = s->image->buckets;
    const uint64_t spread = s->image->header->bucket_count;
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t key = start_at(&s->hits[i]).key;
        __builtin_prefetch(&buckets[gz_image_bucket(key, spread)]);
    }
}

static inline void prefetch_record(const struct scan *s,
                                   const struct gz_prefix_step *step)
{
    __builtin_prefetch(s->image->names + (step->record & (0U - step->final)));
}

// The first words; returns the walks that go on.
static inline uint32_t probe_first(const struct scan *s, uint32_t count)
{
    struct walk *to = s->walks;
    for (uint32_t i = 0; i < count; i++) {
        struct gz_name_hit *const hit = &s->hits[i];
        const struct start start = start_at(hit);
        const struct gz_prefix_step step = gz_prefix_probe(s->image, start.key);
        prefetch_record(s, &step);
        hit->end_byte = start.end & (0U - step.final);
        hit->record = step.record;
        hit->ends = step.ends;
        *to = (struct walk){i, start.end, start.key, step.next};
        to += step.more;
    }
    return (uint32_t)(to - s->walks);
}

// Walks whose next word may go on with a name; that word's key is in next.
static inline uint32_t next_words(const struct scan *s, uint32_t count)
{
    const uint64_t *const begins = s->blocks->begins;
    const uint64_t *const edges = s->blocks->edges;
    uint32_t going = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct walk w = s->walks[i];
        // 0 when there is no neighbour: the text's begin is looked at, in vain.
        const uint32_t begin = gz_word_blocks_next(begins, w.end);
        const uint32_t end = begin + gz_word_blocks_len(edges, begin);
        const uint64_t word = gz_name_key_word(s->text, begin, end);
        s->walks[going] = (struct walk){w.hit, end, w.key, word};
        s->gaps[going] = (struct gap){w.end, begin};
        going += gz_prefix_goes_on(w.next, word) & (uint32_t)(begin != 0);
    }
    return going;
}

// The gaps that texts have, without a call: one byte; none, between
// ideographs; a full stop or a comma with a space; a curly apostrophe, a hyphen
// or a dash; the end of a paragraph.
static inline uint64_t gap_key(struct gz_str text, struct gap gap)
{
    const uint8_t *p = (const uint8_t *)text.ptr + gap.begin;
    const uint32_t len = gap.end - gap.begin;
    if (__builtin_expect(len == 1, 1)) {
        return gz_name_gap_single[p[0] & 0x7f];
    }
    if (len == 0) {
        return 0;
    }
    if (len == 2 && (p[1] == ' ' || p[1] == '\n') &&
        (p[0] == '.' || p[0] == ',')) {
        return p[0];
    }
    if (p[len - 1] == '\n' && p[len - 2] == '\n') {
        return GZ_NAME_GAP_STOP;
    }
    if (len == 3 && p[0] == 0xE2 && p[1] == 0x80) {
        if (p[2] == 0x98 || p[2] == 0x99) {
            return '\'';
        }
        if (p[2] >= 0x90 && p[2] <= 0x95) {
            return '-';
        }
    }
    return gz_name_gap_key(text, gap.begin, gap.end);
}

static inline uint32_t cross_gaps(const struct scan *s, uint32_t count)
{
    uint32_t going = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct walk w = s->walks[i];
        const uint64_t gap = gap_key(s->text, s->gaps[i]);
        const uint64_t key = gz_name_key_chain(w.key, gap, w.next);
        gz_prefix_prefetch(s->image, key);
        s->walks[going] = (struct walk){w.hit, w.end, key, 0};
        going += gap != GZ_NAME_GAP_STOP;
    }
    return going;
}

static inline uint32_t probe_next(const struct scan *s, uint32_t count)
{
    struct walk *to = s->walks;
    for (uint32_t i = 0; i < count; i++) {
        const struct walk w = s->walks[i];
        const struct gz_prefix_step step = gz_prefix_probe(s->image, w.key);
        const uint32_t take = 0U - step.final;
        struct gz_name_hit *hit = &s->hits[w.hit];
        prefetch_record(s, &step);
        hit->record ^= (hit->record ^ step.record) & take;
        hit->end_byte ^= (hit->end_byte ^ w.end) & take;
        hit->ends += step.ends;
        *to = (struct walk){w.hit, w.end, w.key, step.next};
        to += step.more;
    }
    return (uint32_t)(to - s->walks);
}

#if defined(__AVX512F__)

// Four at once; there is room behind the last one.
static inline uint32_t drop_empty(struct gz_name_hit *hits, uint32_t count)
{
    enum { AT_ONCE = 4, PARTS = 4 };
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i += AT_ONCE) {
        const uint32_t left = count - i < AT_ONCE ? count - i : AT_ONCE;
        const __m512i some = _mm512_loadu_si512(&hits[i]);
        // Of the four parts of a hit the second one is its end.
        const __mmask16 ends = _mm512_mask_test_epi32_mask(
            (__mmask16)_bzhi_u32(0x2222, PARTS * left), some, some);
        const uint32_t whole = (uint32_t)ends / 2 * 15;
        _mm512_storeu_si512(
            &hits[kept], _mm512_maskz_compress_epi32((__mmask16)whole, some));
        kept += (uint32_t)__builtin_popcount(ends);
    }
    return kept;
}

#else

static inline uint32_t drop_empty(struct gz_name_hit *hits, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        hits[kept] = hits[i];
        kept += hits[i].end_byte != 0;
    }
    return kept;
}

#endif

// Confirm plain hits, but for those inside another one, which hardly ever
// count.
static inline void confirm(const struct scan *s, uint32_t count)
{
    uint32_t covered = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct gz_name_hit *hit = &s->hits[i];
        if (hit->begin_byte < covered) {
            continue;
        }
        const enum fit fit = fit_of(s->image, s->text, hit);
        if (fit == FIT_PLAIN) {
            hit->ends |= GZ_NAME_HIT_PLAIN;
            covered = hit->end_byte;
        } else if (fit == FIT_NONE) {
            hit->ends = 0;
        }
    }
}

static inline uint32_t scan_text(const struct scan *s)
{
    const uint32_t count = filter_begins(s, list_begins(s));
    fetch_buckets(s, count);
    uint32_t going = probe_first(s, count);
    for (int n = 1; going > 0 && n < GZ_NAME_WORDS_MAX; n++) {
        going = next_words(s, going);
        going = cross_gaps(s, going);
        going = probe_next(s, going);
    }
    const uint32_t kept = drop_empty(s->hits, count);
    confirm(s, kept);
    return kept;
}

// The most places at which list_begins() may write.
static inline size_t count_room(const struct gz_image *image,
                                const struct gz_word_blocks *blocks)
{
    size_t room = 64 + LIST_SPARE;
    for (size_t b = 0; b < blocks->count; b++) {
        const uint64_t small =
            image->header->first.any == 0 ? 0 : blocks->small[b];
        room += (size_t)__builtin_popcountll(blocks->tall[b] | small);
    }
    return room;
}

static inline enum gz_status scan(const struct gz_image *image,
                                  struct gz_str text,
                                  const struct gz_word_blocks *blocks,
                                  struct gz_arena *arena,
                                  struct gz_name_hits *out)
{
    *out = (struct gz_name_hits){NULL, 0};
    if (text.len_bytes == 0) {
        return GZ_OK;  // it may have no address at all
    }
    const size_t room = count_room(image, blocks);
    struct scan s = {.image = image, .text = text, .blocks = blocks};
    s.walks =
        gz_arena_alloc(arena, room * (sizeof(*s.walks) + sizeof(*s.hits) +
                                      sizeof(*s.gaps) + sizeof(*s.begins)));
    if (s.walks == NULL) {
        return GZ_LIMIT;
    }
    s.hits = (struct gz_name_hit *)(void *)(s.walks + room);
    s.gaps = (struct gap *)(void *)(s.hits + room);
    s.begins = (uint32_t *)(void *)(s.gaps + room);
    const uint32_t count = scan_text(&s);
    *out = (struct gz_name_hits){s.hits, count};
    return GZ_OK;
}

#endif
