// The tokeniser's loop: white space, short cuts for ASCII words and common
// quotation marks, and the possessive, which is the one thing that looks back
// at the token before.  Everything else is word_scan's.
//
// Where words end is known beforehand, from word_blocks; the loop adds what
// kind of word each is, by a class table over bytes, and the marks between
// them.

#include "rules/text/tokens.h"

#include <assert.h>

#include "rules/text/token_keys.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"
#include "rules/text/word_scan.h"

enum byte_class {
    U = 1 << 0,  // upper case letter
    L = 1 << 1,  // lower case letter
    D = 1 << 2,  // digit
    J = 1 << 3,  // joiner
    S = 1 << 4,  // space
    N = 1 << 5,  // line break
    K = 1 << 6,  // hook: may hold two parts of a word together
    H = 1 << 7,  // high: not ASCII
    LETTER = U | L,
    WORD = LETTER | D | J,
};

static const uint8_t byte_classes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, S, N, N, N, N, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, S, 0, 0, 0, 0, 0, 0, K, 0, 0, 0, 0, K, 0, K, 0,
    D, D, D, D, D, D, D, D, D, D, 0, K, 0, 0, 0, 0, 0, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, 0, 0, 0, 0, J,
    0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, 0, 0, 0, 0, 0, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
};

_Static_assert((int)U == (int)GZ_TOKEN_CAPITAL,
               "the class of a capital is the flag of its word");

struct cutter {
    struct gz_str text;
    struct gz_arena *arena;
    struct gz_word_blocks blocks;
    struct gz_token *items;
    uint32_t count;
    uint32_t room;
    size_t pos;
    unsigned gap;  // flags that the white space before pos gives
};

static inline unsigned class_at(struct gz_str text, size_t pos)
{
    return pos < text.len_bytes ? byte_classes[(uint8_t)text.ptr[pos]] : 0;
}

// Line breaks that the code point at *pos stands for, -1 when it is no white
// space at all; *pos moves on only over white space.
static int take_space(struct gz_str text, size_t *pos)
{
    size_t next = *pos;
    const enum gz_word_class c = gz_word_break_class(gz_utf8_next(text, &next));
    int breaks = 0;
    if (c == GZ_WORD_LINE) {
        const bool pair =
            text.ptr[*pos] == '\n' && *pos > 0 && text.ptr[*pos - 1] == '\r';
        breaks = pair ? 0 : 1;
    } else if (c == GZ_WORD_PARAGRAPH) {
        breaks = 2;
    } else if (c != GZ_WORD_SPACE) {
        return -1;
    }
    *pos = next;
    return breaks;
}

// Skip white space before the next token.
static void skip_gap(struct cutter *c)
{
    const size_t begin = c->pos;
    int lines = 0;
    while ((class_at(c->text, c->pos) & (S | N | H)) != 0) {
        const int breaks = take_space(c->text, &c->pos);
        if (breaks < 0) {
            break;
        }
        lines += breaks;
    }
    c->gap = c->pos > begin ? GZ_TOKEN_SPACE_BEFORE : 0;
    c->gap |= lines > 0 ? GZ_TOKEN_LINE_BEFORE : 0;
    c->gap |= lines > 1 || begin == 0 ? GZ_TOKEN_PARAGRAPH_BEFORE : 0;
}

// Whether a dash, quotation mark or ellipsis of U+2010 to U+2026 stands at
// pos, one that joins nothing, and nothing extends it.
static bool is_common_mark(struct gz_str text, size_t pos)
{
    if (pos + 3 > text.len_bytes || text.ptr[pos] != '\xE2' ||
        text.ptr[pos + 1] != '\x80') {
        return false;
    }
    const uint8_t last = (uint8_t)text.ptr[pos + 2];
    const bool common = last >= 0x90 && last <= 0xA6 && last != 0x98 &&
                        last != 0x99 && last != 0xA4;
    return common && class_at(text, pos + 3) != H;
}

// Kind and flags of a word by all its bytes.
static struct gz_word look_at_each(struct gz_str text, size_t begin, size_t end)
{
    const uint8_t *const bytes = (const uint8_t *)text.ptr;
    struct gz_word word = {end, GZ_TOKEN_MARK, 0};
    unsigned seen = 0;
    size_t uppers = 0;
    for (size_t i = begin; i < end; i++) {
        const unsigned now = byte_classes[bytes[i]];
        if (now == H) {
            return gz_word_scan(text, begin);
        }
        if ((seen & LETTER) == 0 && now == U) {
            word.flags |= GZ_TOKEN_CAPITAL;
        }
        seen |= now;
        uppers += now == U;
    }
    if (uppers > 1 && (seen & L) == 0) {
        word.flags |= GZ_TOKEN_ALL_CAPS;
    }
    if ((seen & LETTER) != 0) {
        word.kind = GZ_TOKEN_WORD;
    } else if ((seen & D) != 0) {
        word.kind = GZ_TOKEN_NUMBER;
    }
    return word;
}

// A word that begins with an ASCII byte, by its first and last byte where they
// tell all: a lower case letter among them rules out all capitals.
static inline struct gz_word plain_word(struct gz_str text, size_t begin,
                                        size_t end)
{
    const unsigned first = byte_classes[(uint8_t)text.ptr[begin]];
    const unsigned last = byte_classes[(uint8_t)text.ptr[end - 1]];
    if ((first & LETTER) != 0 && ((first | last) & L) != 0) {
        return (struct gz_word){end, GZ_TOKEN_WORD, (uint8_t)(first & U)};
    }
    return look_at_each(text, begin, end);
}

// Whether an ASCII mark is a token whatever stands around it, the next byte
// aside.
static inline bool is_plain_mark(const uint8_t *mark)
{
    const unsigned here = byte_classes[mark[0]];
    return (here == 0 || (here == K && mark[0] != '\'')) &&
           byte_classes[mark[1]] != H;
}

static inline bool is_word(const struct cutter *c, size_t pos)
{
    return gz_word_blocks_test(c->blocks.begins, (uint32_t)pos);
}

static inline size_t word_end(const struct cutter *c, size_t begin)
{
    return gz_word_blocks_edge(c->blocks.edges, (uint32_t)begin + 1);
}

// The token at the cutter's place, the possessive aside.
static struct gz_word cut(const struct cutter *c)
{
    const struct gz_str text = c->text;
    const size_t begin = c->pos;
    const unsigned first = class_at(text, begin);
    if ((first & WORD) != 0) {
        return is_word(c, begin) ? plain_word(text, begin, word_end(c, begin))
                                 : gz_word_scan(text, begin);
    }
    if (first == H) {
        return is_common_mark(text, begin)
                   ? (struct gz_word){begin + 3, GZ_TOKEN_MARK, 0}
                   : gz_word_scan(text, begin);
    }
    return class_at(text, begin + 1) == H && !is_common_mark(text, begin + 1)
               ? gz_word_scan(text, begin)
               : (struct gz_word){begin + 1, GZ_TOKEN_MARK, 0};
}

// Whether a possessive may stand directly behind a token: a word or number,
// an abbreviation's stop, or a mark that closes ("Yahoo!'s", "(MI6)'s").
static bool owns(struct gz_str text, const struct gz_token *t)
{
    return t->kind == GZ_TOKEN_WORD || t->kind == GZ_TOKEN_NUMBER ||
           (t->kind == GZ_TOKEN_MARK && t->end_byte - t->begin_byte == 1 &&
            memchr(".!?)]\"", text.ptr[t->begin_byte], 6) != NULL);
}

// A lone apostrophe behind a plural, or 0.
static size_t plural_end(const struct cutter *c, const struct gz_token *last)
{
    const size_t bytes = gz_word_apostrophe(c->text, c->pos);
    const char ending = c->text.ptr[last->end_byte - 1];
    const bool plural = last->kind == GZ_TOKEN_WORD && (ending | 0x20) == 's' &&
                        last->end_byte - last->begin_byte > 1;
    const bool alone = (class_at(c->text, c->pos + bytes) & (WORD | H)) == 0;
    return bytes > 0 && plural && alone ? c->pos + bytes : 0;
}

// The end of a possessive that stands directly behind the last token, or 0.
static size_t possessive_end(const struct cutter *c)
{
    const char lead = c->text.ptr[c->pos];
    if (c->count == 0 || (lead != '\'' && (lead & 0x80) == 0)) {
        return 0;
    }
    const struct gz_token *last = &c->items[c->count - 1];
    if (last->end_byte != c->pos || !owns(c->text, last)) {
        return 0;
    }
    const size_t end = gz_word_possessive(c->text, c->pos);
    return end != 0 ? end : plural_end(c, last);
}

static inline enum gz_status make_room(struct cutter *c)
{
    if (c->count < c->room) {
        return GZ_OK;
    }
    // English has a token in 5 bytes; what is left over is the arena's loss.
    const size_t first = c->text.len_bytes / 4 + 16;
    const size_t room = c->room == 0 ? first : c->room + (size_t)c->room / 2;
    void *grown = gz_arena_grow(c->arena, c->items, c->room * sizeof(*c->items),
                                room * sizeof(*c->items));
    if (grown == NULL) {
        return GZ_LIMIT;
    }
    c->items = grown;
    c->room = (uint32_t)room;
    return GZ_OK;
}

// The general step: one token of any kind and the white space behind it.
static void cut_one(struct cutter *c)
{
    struct gz_word word = {possessive_end(c), GZ_TOKEN_POSSESSIVE, 0};
    if (word.end_byte == 0) {
        word = cut(c);
    }
    c->items[c->count++] =
        (struct gz_token){(uint32_t)c->pos, (uint32_t)word.end_byte, word.kind,
                          (uint8_t)(word.flags | c->gap)};
    c->pos = word.end_byte;
    skip_gap(c);
}

// The quick step: ASCII words and marks with a space or nothing between them,
// while they last and there is room.  What changes is held in locals, which
// the stores of tokens cannot alias, and the text's last bytes are left to
// the general step, so that all bytes looked at are inside.
static void cut_plain(struct cutter *c)
{
    const uint8_t *const bytes = (const uint8_t *)c->text.ptr;
    const size_t len = c->text.len_bytes;
    struct gz_token *token = c->items + c->count;
    const struct gz_token *const limit = c->items + c->room;
    size_t pos = c->pos;
    unsigned gap = c->gap;
    while (token < limit && pos + 2 < len) {
        const unsigned first = byte_classes[bytes[pos]];
        struct gz_word word = {pos + 1, GZ_TOKEN_MARK, 0};
        if ((first & WORD) != 0) {
            const size_t end = word_end(c, pos);
            if (end + 1 >= len || !is_word(c, pos)) {
                break;
            }
            word = plain_word(c->text, pos, end);
        } else if (!is_plain_mark(bytes + pos)) {
            break;
        }
        *token++ = (struct gz_token){(uint32_t)pos, (uint32_t)word.end_byte,
                                     word.kind, (uint8_t)(word.flags | gap)};
        pos = word.end_byte;
        gap = 0;
        // A branch, for the processor to guess right and run ahead.
        if (__builtin_expect(byte_classes[bytes[pos]] == S, 1)) {
            pos++;
            gap = GZ_TOKEN_SPACE_BEFORE;
        }
        if ((byte_classes[bytes[pos]] & (S | N | H)) != 0) {
            c->pos = word.end_byte;
            skip_gap(c);
            pos = c->pos;
            gap = c->gap;
        }
    }
    c->count = (uint32_t)(token - c->items);
    c->pos = pos;
    c->gap = gap;
}

enum gz_status gz_tokens_split(struct gz_str text, struct gz_arena *arena,
                               struct gz_tokens *out)
{
    assert(text.len_bytes < (size_t)1 << 31);
    struct cutter c = {.text = text, .arena = arena};
    if (gz_word_blocks_make(text, gz_simd_best(), arena, &c.blocks) != GZ_OK) {
        return GZ_LIMIT;
    }
    skip_gap(&c);
    while (c.pos < text.len_bytes) {
        if (make_room(&c) != GZ_OK) {
            return GZ_LIMIT;
        }
        cut_one(&c);
        cut_plain(&c);
    }
    uint64_t *keys = gz_arena_alloc(arena, c.count * sizeof(*keys));
    if (keys == NULL) {
        return GZ_LIMIT;
    }
    gz_token_keys_fill(text, c.items, c.count, keys);
    *out = (struct gz_tokens){c.items, keys, c.count, c.blocks};
    return GZ_OK;
}
