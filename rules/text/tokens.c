// The tokeniser's loop: white space, the short cut for ASCII words, and the
// possessive, which is the one thing that looks back at the token before.
// Everything else is word_scan's.
//
// News is ASCII but for its quotation marks and a few names, so the loop is a
// class table over bytes; text of other scripts takes the general way, token
// by token.

#include "rules/text/tokens.h"

#include <assert.h>

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

struct cutter {
    struct gz_str text;
    struct gz_arena *arena;
    struct gz_token *items;
    uint32_t count;
    uint32_t room;
    size_t pos;
};

static unsigned class_at(struct gz_str text, size_t pos)
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

// Skip white space before the next token; returns the flags it gives.
static unsigned skip_space(struct cutter *c)
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
    unsigned flags = c->pos > begin ? GZ_TOKEN_SPACE_BEFORE : 0;
    flags |= lines > 0 ? GZ_TOKEN_LINE_BEFORE : 0;
    flags |= lines > 1 || begin == 0 ? GZ_TOKEN_PARAGRAPH_BEFORE : 0;
    return flags;
}

// Whether an ASCII run that ends before pos may be only part of a token.
static bool goes_on(struct gz_str text, size_t begin, size_t pos)
{
    const unsigned stop = class_at(text, pos);
    if (stop == H) {
        return true;
    }
    const unsigned behind = class_at(text, pos + 1);
    if (stop != K || (behind & (WORD | H)) == 0) {
        return false;
    }
    const unsigned last = class_at(text, pos - 1);
    if (text.ptr[pos] == '\'') {
        return gz_word_possessive(text, pos) == 0;
    }
    return last == D || (text.ptr[pos] == '.' && pos - begin == 1);
}

// Flags of an ASCII word, whose classes are all in seen.
static unsigned ascii_flags(struct gz_str text, size_t begin, size_t end,
                            unsigned seen)
{
    if ((seen & U) == 0) {
        return 0;
    }
    size_t first = begin;
    while ((class_at(text, first) & LETTER) == 0) {
        first++;
    }
    unsigned flags = class_at(text, first) == U ? GZ_TOKEN_CAPITAL : 0;
    size_t uppers = 0;
    for (size_t i = first; (seen & L) == 0 && i < end; i++) {
        uppers += class_at(text, i) == U;
    }
    flags |= uppers > 1 ? GZ_TOKEN_ALL_CAPS : 0;
    return flags;
}

// The token at the cutter's place, the possessive aside.
static struct gz_word cut(const struct cutter *c)
{
    const struct gz_str text = c->text;
    const size_t begin = c->pos;
    size_t end = begin;
    unsigned now = class_at(text, end);
    unsigned seen = 0;
    while ((now & WORD) != 0) {
        seen |= now;
        now = class_at(text, ++end);
    }
    if (end == begin) {
        const bool plain = now != H && class_at(text, begin + 1) != H;
        return plain ? (struct gz_word){begin + 1, GZ_TOKEN_MARK, 0}
                     : gz_word_scan(text, begin);
    }
    if ((now & (H | K)) != 0 && goes_on(text, begin, end)) {
        return gz_word_scan(text, begin);
    }
    struct gz_word word = {end, GZ_TOKEN_MARK, 0};
    if ((seen & LETTER) != 0) {
        word.kind = GZ_TOKEN_WORD;
    } else if ((seen & D) != 0) {
        word.kind = GZ_TOKEN_NUMBER;
    }
    word.flags = (uint8_t)ascii_flags(text, begin, end, seen);
    return word;
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

static enum gz_status make_room(struct cutter *c)
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

enum gz_status gz_tokens_split(struct gz_str text, struct gz_arena *arena,
                               struct gz_tokens *out)
{
    assert(text.len_bytes < (size_t)1 << 31);
    struct cutter c = {.text = text, .arena = arena};
    unsigned flags = skip_space(&c);
    while (c.pos < text.len_bytes) {
        if (make_room(&c) != GZ_OK) {
            return GZ_LIMIT;
        }
        struct gz_word word = {possessive_end(&c), GZ_TOKEN_POSSESSIVE, 0};
        if (word.end_byte == 0) {
            word = cut(&c);
        }
        c.items[c.count++] =
            (struct gz_token){(uint32_t)c.pos, (uint32_t)word.end_byte,
                              word.kind, (uint8_t)(word.flags | flags)};
        c.pos = word.end_byte;
        flags = skip_space(&c);
    }
    *out = (struct gz_tokens){c.items, c.count};
    return GZ_OK;
}
