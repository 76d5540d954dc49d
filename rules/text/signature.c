#include "rules/text/signature.h"

#include "daemon/base/hash.h"
#include "rules/text/fold.h"
#include "rules/text/utf8.h"

enum { WORD_BYTES = 64 };  // longer words are told apart by their beginning

// A 64-bit finaliser: every bit of the input moves half of the output.
static uint64_t mix(uint64_t x)
{
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    return x ^ (x >> 32);
}

static uint64_t word_hash(struct gz_str text, const struct gz_token *token)
{
    char folded[WORD_BYTES + 4];
    size_t len = 0;
    const struct gz_str word = gz_str_of(text.ptr + token->begin_byte,
                                         token->end_byte - token->begin_byte);
    for (size_t pos = 0; pos < word.len_bytes && len < WORD_BYTES;) {
        const unsigned char c = (unsigned char)word.ptr[pos];
        if (c < 0x80) {
            folded[len++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
            pos++;
        } else {
            const uint32_t cp = gz_utf8_next(word, &pos);
            len += gz_utf8_put(gz_fold_cp(cp, GZ_FOLD_WIDTH | GZ_FOLD_CASE),
                               folded + len);
        }
    }
    return gz_hash64(folded, len, 0);
}

struct sketch {
    uint64_t cells[GZ_SIGNATURE_CELLS];  // UINT64_MAX: empty
    uint64_t window[GZ_SIGNATURE_SHINGLE];
    uint64_t words;
};

static void add_shingle(struct sketch *s, uint64_t first, uint64_t count)
{
    uint64_t hash = count;
    for (uint64_t i = first; i < first + count; i++) {
        hash = mix(hash ^ s->window[i % GZ_SIGNATURE_SHINGLE]);
    }
    uint64_t *cell = &s->cells[hash % GZ_SIGNATURE_CELLS];
    const uint64_t value = hash / GZ_SIGNATURE_CELLS;
    *cell = value < *cell ? value : *cell;
}

static void add_words(struct sketch *s, const struct gz_passage *passage)
{
    for (uint32_t i = 0; i < passage->tokens.count; i++) {
        const struct gz_token *token = &passage->tokens.items[i];
        if (token->kind == GZ_TOKEN_MARK ||
            token->kind == GZ_TOKEN_POSSESSIVE) {
            continue;
        }
        s->window[s->words % GZ_SIGNATURE_SHINGLE] =
            word_hash(passage->text, token);
        s->words++;
        if (s->words >= GZ_SIGNATURE_SHINGLE) {
            add_shingle(s, s->words - GZ_SIGNATURE_SHINGLE,
                        GZ_SIGNATURE_SHINGLE);
        }
    }
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

enum gz_status gz_signature_of(const struct gz_document *doc,
                               struct gz_arena *arena, const uint8_t **out)
{
    struct sketch s = {.words = 0};
    *out = NULL;
    for (int i = 0; i < GZ_SIGNATURE_CELLS; i++) {
        s.cells[i] = UINT64_MAX;
    }
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        add_words(&s, &doc->fields[f]);
    }
    if (s.words == 0) {
        return GZ_OK;
    }
    if (s.words < GZ_SIGNATURE_SHINGLE) {
        add_shingle(&s, 0, s.words);
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
