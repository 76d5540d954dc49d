// Training, and encoding by longest match.
//
// We chose the longest match over the shortest run of codes because it needs
// no memory of its own and training counts with the same match; the shortest
// run makes names 2 % shorter.

#include "rules/gazetteer/image/symbol_table.h"

#include <stdlib.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "symbols are matched in words whose first byte is the lowest");

enum {
    BYTES = GZ_SYMBOL_BYTES,
    ROUNDS = 10,  // the paper has five; five more make names 2 % shorter
    PAIR_COUNT_MIN = 8,
    CHAIN_MAX = 12,  // symbols of two bytes and more that begin alike
    BYTE_GAIN = 8,   // a byte without a symbol costs two, so favour them
    // While training: a byte that no symbol stands for, or a symbol.
    UNITS = 256 + GZ_SYMBOL_MAX,
    NO_UNIT = UNITS,
};

struct node {
    uint64_t value;
    uint64_t mask;  // of the bytes that must agree
    uint8_t length;
    uint8_t next;
};

/*
 * For each two first bytes the chain of symbols to try, the longest first.
 * A chain ends in a node that takes any string with that first byte: a symbol
 * of one byte, or the escape.
 */
struct gz_symbol_encoder {
    uint8_t heads[1 << 16];
    struct node nodes[256];  // by code
};

// A text that may become a symbol, and how many bytes it would stand for.
struct candidate {
    uint64_t value;
    uint64_t gain;
    uint32_t length;
};

struct trainer {
    struct gz_symbol_encoder encoder;
    uint32_t singles[UNITS];
    uint32_t pairs[UNITS][UNITS];
    size_t candidate_count;
    struct candidate candidates[UNITS * (UNITS + 1)];
};

static uint64_t mask_of(unsigned length)
{
    return length == 0 ? 0 : UINT64_MAX >> (64 - 8 * length);
}

bool gz_symbol_table_check(const struct gz_symbol_table *t)
{
    uint32_t odd = 0;
    if (t->count > GZ_SYMBOL_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < 256; i++) {
        const unsigned length = t->lengths[i];
        if (length > BYTES || (length != 0) != (i < t->count)) {
            return false;
        }
        odd |= (t->symbols[i] & ~mask_of(length)) != 0;
    }
    for (size_t i = 0; i < sizeof(t->reserved) / sizeof(*t->reserved); i++) {
        odd |= t->reserved[i];
    }
    return odd == 0;
}

// The first byte counts more, so that all chains for one stand together.
static inline size_t chain_of(uint64_t word)
{
    return __builtin_bswap16((uint16_t)word);
}

// Put a symbol before all that its chains hold already.
static void add_node(struct gz_symbol_encoder *e, uint8_t code)
{
    struct node *n = &e->nodes[code];
    uint8_t *head = &e->heads[chain_of(n->value)];
    if (n->length > 1) {
        n->next = *head;
        *head = code;
    } else {
        memset(head, code, 256);
    }
}

static void fill(struct gz_symbol_encoder *e, const struct gz_symbol_table *t)
{
    memset(e->heads, GZ_SYMBOL_ESCAPE, sizeof(e->heads));
    e->nodes[GZ_SYMBOL_ESCAPE] = (struct node){.length = 1};
    for (unsigned length = 1; length <= BYTES; length++) {
        for (uint32_t i = 0; i < t->count; i++) {
            if (t->lengths[i] == length) {
                e->nodes[i] = (struct node){.value = t->symbols[i],
                                            .mask = mask_of(length),
                                            .length = (uint8_t)length};
                add_node(e, (uint8_t)i);
            }
        }
    }
}

struct gz_symbol_encoder *gz_symbol_encoder_new(const struct gz_symbol_table *t)
{
    struct gz_symbol_encoder *e = malloc(sizeof(*e));
    if (e != NULL) {
        fill(e, t);
    }
    return e;
}

void gz_symbol_encoder_free(struct gz_symbol_encoder *e)
{
    free(e);
}

// The next eight bytes, or as many as there are and zeros.
static inline uint64_t load(const char *at, size_t left)
{
    uint64_t word = 0;
    memcpy(&word, at, left < BYTES ? left : BYTES);
    return word;
}

// The code of the longest symbol at the begin of word, of which left bytes
// are there, or the escape.
static inline uint8_t find(const struct gz_symbol_encoder *e, uint64_t word,
                           size_t left)
{
    uint8_t code = e->heads[chain_of(word)];
    const struct node *n = &e->nodes[code];
    while (((word ^ n->value) & n->mask) != 0 || n->length > left) {
        code = n->next;
        n = &e->nodes[code];
    }
    return code;
}

// The byte behind the code is stored before it is known to be wanted: it lies
// within the two bytes that a byte of input may take.
static inline uint8_t *put(uint8_t *to, uint8_t code, uint64_t word)
{
    to[0] = code;
    to[1] = (uint8_t)word;
    return to + 1 + (code == GZ_SYMBOL_ESCAPE);
}

size_t gz_symbol_encode(const struct gz_symbol_encoder *e, struct gz_str in,
                        uint8_t *out)
{
    const char *at = in.ptr;
    size_t left = in.len_bytes;
    uint8_t *to = out;
    while (left >= BYTES) {
        const uint64_t word = load(at, BYTES);
        const uint8_t code = find(e, word, BYTES);
        to = put(to, code, word);
        at += e->nodes[code].length;
        left -= e->nodes[code].length;
    }
    uint64_t word = left > 0 ? load(at, left) : 0;
    while (left > 0) {
        const uint8_t code = find(e, word, left);
        to = put(to, code, word);
        word >>= 8 * e->nodes[code].length;
        left -= e->nodes[code].length;
    }
    return (size_t)(to - out);
}

static void count_unit(struct trainer *t, uint32_t before, uint32_t unit)
{
    t->singles[unit]++;
    if (before != NO_UNIT) {
        t->pairs[before][unit]++;
    }
}

static void count_sample(struct trainer *t, struct gz_str s)
{
    uint32_t before = NO_UNIT;
    for (size_t at = 0; at < s.len_bytes;) {
        const size_t left = s.len_bytes - at;
        const uint64_t word = load(s.ptr + at, left);
        const uint8_t code = find(&t->encoder, word, left);
        const uint8_t first = (uint8_t)word;
        const uint32_t unit = code == GZ_SYMBOL_ESCAPE ? first : 256U + code;
        count_unit(t, before, unit);
        if (t->encoder.nodes[code].length > 1) {
            // So that what grew too eagerly can come apart again.
            count_unit(t, before, first);
        }
        before = unit;
        at += t->encoder.nodes[code].length;
    }
}

static struct candidate text_of(const struct gz_symbol_table *t, uint32_t unit)
{
    if (unit < 256) {
        return (struct candidate){.value = unit, .length = 1};
    }
    return (struct candidate){.value = t->symbols[unit - 256],
                              .length = t->lengths[unit - 256]};
}

static void add_candidate(struct trainer *t, struct candidate c, uint64_t count)
{
    c.gain = count * (c.length == 1 ? BYTE_GAIN : c.length);
    t->candidates[t->candidate_count++] = c;
}

// One behind the other, as far as a symbol goes.
static struct candidate join(struct candidate a, struct candidate b)
{
    const uint32_t length = a.length + b.length;
    a.value |= b.value << (8 * a.length);
    a.length = length < BYTES ? length : BYTES;
    return a;
}

static void add_pairs(struct trainer *t, const struct gz_symbol_table *table,
                      uint32_t unit)
{
    const struct candidate a = text_of(table, unit);
    for (uint32_t other = 0; other < UNITS && a.length < BYTES; other++) {
        const uint32_t count = t->pairs[unit][other];
        if (count >= PAIR_COUNT_MIN) {
            add_candidate(t, join(a, text_of(table, other)), count);
        }
    }
}

static int by_text(const void *left, const void *right)
{
    const struct candidate *a = left;
    const struct candidate *b = right;
    if (a->value != b->value) {
        return a->value < b->value ? -1 : 1;
    }
    return (a->length > b->length) - (a->length < b->length);
}

static int by_gain(const void *left, const void *right)
{
    const struct candidate *a = left;
    const struct candidate *b = right;
    if (a->gain != b->gain) {
        return a->gain > b->gain ? -1 : 1;
    }
    return by_text(left, right);
}

// The same text can come about in several ways: add up what they gain.
static void merge(struct trainer *t)
{
    struct candidate *c = t->candidates;
    size_t kept = 0;
    qsort(c, t->candidate_count, sizeof(*c), by_text);
    for (size_t i = 0; i < t->candidate_count; i++) {
        if (kept > 0 && by_text(&c[kept - 1], &c[i]) == 0) {
            c[kept - 1].gain += c[i].gain;
        } else {
            c[kept++] = c[i];
        }
    }
    t->candidate_count = kept;
}

// The most gainful become the table, so that codes in use share cache lines,
// but not too many that begin alike: ids that all begin with the same letters
// would make chains on which encoding spends its time.
static void choose(struct trainer *t, struct gz_symbol_table *out)
{
    uint8_t *const chained = t->encoder.heads;  // filled anew in each round
    merge(t);
    qsort(t->candidates, t->candidate_count, sizeof(*t->candidates), by_gain);
    memset(chained, 0, sizeof(t->encoder.heads));
    memset(out, 0, sizeof(*out));
    for (size_t i = 0; i < t->candidate_count && out->count < GZ_SYMBOL_MAX;
         i++) {
        const struct candidate *c = &t->candidates[i];
        if (c->length > 1 && chained[chain_of(c->value)]++ >= CHAIN_MAX) {
            chained[chain_of(c->value)] = CHAIN_MAX;
            continue;
        }
        out->symbols[out->count] = c->value;
        out->lengths[out->count++] = (uint8_t)c->length;
    }
}

static void run_round(struct trainer *t, const struct gz_str *samples,
                      size_t count, struct gz_symbol_table *out)
{
    memset(t->singles, 0, sizeof(t->singles));
    memset(t->pairs, 0, sizeof(t->pairs));
    t->candidate_count = 0;
    fill(&t->encoder, out);
    for (size_t i = 0; i < count; i++) {
        count_sample(t, samples[i]);
    }
    for (uint32_t unit = 0; unit < UNITS; unit++) {
        if (t->singles[unit] > 0) {
            add_candidate(t, text_of(out, unit), t->singles[unit]);
            add_pairs(t, out, unit);
        }
    }
    choose(t, out);
}

enum gz_status gz_symbol_table_train(const struct gz_str *samples, size_t count,
                                     struct gz_symbol_table *out)
{
    memset(out, 0, sizeof(*out));
    if (count == 0) {
        return GZ_OK;
    }
    struct trainer *t = malloc(sizeof(*t));
    if (t == NULL) {
        return GZ_NO_MEMORY;
    }
    for (int i = 0; i < ROUNDS; i++) {
        run_round(t, samples, count, out);
    }
    free(t);
    return GZ_OK;
}
