#include "rules/text/signature.h"

// A 64-bit finaliser: every bit of the input moves half of the output.
static uint64_t mix(uint64_t x)
{
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    return x ^ (x >> 32);
}

// Odd, one for each place in a run, so that the order of words counts.
static const uint64_t factors[GZ_SIGNATURE_SHINGLE] = {
    UINT64_C(0x9e3779b97f4a7c15),
    UINT64_C(0xbf58476d1ce4e5b9),
    UINT64_C(0x94d049bb133111eb),
    UINT64_C(0xff51afd7ed558ccd),
};

struct sketch {
    uint64_t cells[GZ_SIGNATURE_CELLS];     // UINT64_MAX: empty
    uint64_t window[GZ_SIGNATURE_SHINGLE];  // the last words, the newest last
    uint64_t words;
};

static inline void add_hash(struct sketch *s, uint64_t sum)
{
    const uint64_t hash = mix(sum);
    uint64_t *cell = &s->cells[hash % GZ_SIGNATURE_CELLS];
    const uint64_t value = hash / GZ_SIGNATURE_CELLS;
    *cell = value < *cell ? value : *cell;
}

// The words of a text that is too short for a run.
static void add_few(struct sketch *s)
{
    const uint64_t *first = s->window + GZ_SIGNATURE_SHINGLE - s->words;
    uint64_t sum = s->words;
    for (uint64_t i = 0; i < s->words; i++) {
        sum += first[i] * factors[i];
    }
    add_hash(s, sum);
}

// The hash of a run is a sum of products, which do not wait for each other,
// and only then a chain of operations: words come by the hundred.  The window
// is in locals, its oldest word first; before it is full there are
// zeros.
static void add_words(struct sketch *s, const struct gz_tokens *tokens)
{
    uint64_t a = s->window[0];
    uint64_t b = s->window[1];
    uint64_t c = s->window[2];
    uint64_t d = s->window[3];
    uint64_t words = s->words;
    for (uint32_t i = 0; i < tokens->count; i++) {
        const uint8_t kind = tokens->items[i].kind;
        if (kind == GZ_TOKEN_MARK || kind == GZ_TOKEN_POSSESSIVE) {
            continue;
        }
        a = b;
        b = c;
        c = d;
        d = tokens->keys[i];
        words++;
        if (words >= GZ_SIGNATURE_SHINGLE) {
            add_hash(s, GZ_SIGNATURE_SHINGLE + a * factors[0] + b * factors[1] +
                            c * factors[2] + d * factors[3]);
        }
    }
    s->window[0] = a;
    s->window[1] = b;
    s->window[2] = c;
    s->window[3] = d;
    s->words = words;
}

// The full cell that an empty one borrows from: the same in every document
// in which that cell is full.
static uint64_t borrow(const struct sketch *s, uint64_t cell)
{
    for (uint64_t attempt = 1;; attempt++) {
        const uint64_t other = mix(cell << 32 | attempt) % GZ_SIGNATURE_CELLS;
        if (s->cells[other] != UINT64_MAX) {
            return s->cells[other];
        }
    }
}

_Static_assert(GZ_SIGNATURE_SHINGLE == 4, "add_words() has four words in hand");

enum gz_status gz_signature_of(const struct gz_document *doc,
                               struct gz_arena *arena, const uint8_t **out)
{
    struct sketch s = {.words = 0};
    *out = NULL;
    for (int i = 0; i < GZ_SIGNATURE_CELLS; i++) {
        s.cells[i] = UINT64_MAX;
    }
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        add_words(&s, &doc->fields[f].tokens);
    }
    if (s.words == 0) {
        return GZ_OK;
    }
    if (s.words < GZ_SIGNATURE_SHINGLE) {
        add_few(&s);
    }
    uint8_t *bytes = gz_arena_alloc(arena, GZ_SIGNATURE_BYTES);
    if (bytes == NULL) {
        return GZ_LIMIT;
    }
    for (uint64_t i = 0; i < GZ_SIGNATURE_CELLS; i++) {
        const uint64_t value =
            s.cells[i] != UINT64_MAX ? s.cells[i] : borrow(&s, i);
        bytes[2 * i] = (uint8_t)value;
        bytes[2 * i + 1] = (uint8_t)(value >> 8);
    }
    *out = bytes;
    return GZ_OK;
}
