// Any text: tokens cover all but white space once, in order, on code point
// boundaries; sentences cover all tokens; offsets agree with a slow count.

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

#include "rules/text/document.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"
#include "rules/text/word_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_space(uint32_t cp)
{
    const enum gz_word_class c = gz_word_break_class(cp);
    return c == GZ_WORD_SPACE || c == GZ_WORD_LINE || c == GZ_WORD_PARAGRAPH;
}

// White space alone stands in [from, to), which are code point boundaries.
static void check_gap(struct gz_str text, size_t from, size_t to, bool flag)
{
    assert(from <= to);
    assert((from < to) == flag);
    while (from < to) {
        assert(is_space(gz_utf8_next(text, &from)));
    }
    assert(from == to);
}

static void check_token(struct gz_str text, const struct gz_token *t)
{
    assert(t->begin_byte < t->end_byte);
    assert(t->kind <= GZ_TOKEN_MARK);
    size_t pos = t->begin_byte;
    while (pos < t->end_byte) {
        assert(!is_space(gz_utf8_next(text, &pos)));
    }
    assert(pos == t->end_byte);
}

// The short cuts for ASCII cut as the general way does.
static void check_word(struct gz_str text, const struct gz_token *t)
{
    const struct gz_word word = gz_word_scan(text, t->begin_byte);
    const unsigned how = GZ_TOKEN_CAPITAL | GZ_TOKEN_ALL_CAPS;
    assert(word.end_byte == t->end_byte);
    assert(word.kind == t->kind);
    assert(word.flags == (t->flags & how));
}

static void check_tokens(const struct gz_passage *p)
{
    size_t end = 0;
    for (uint32_t i = 0; i < p->tokens.count; i++) {
        const struct gz_token *t = &p->tokens.items[i];
        const bool spaced = (t->flags & GZ_TOKEN_SPACE_BEFORE) != 0;
        check_gap(p->text, end, t->begin_byte, spaced);
        check_token(p->text, t);
        if (t->kind != GZ_TOKEN_POSSESSIVE) {
            check_word(p->text, t);
        }
        end = t->end_byte;
    }
    check_gap(p->text, end, p->text.len_bytes, end < p->text.len_bytes);
}

static void check_sentences(const struct gz_document *doc, enum gz_field field)
{
    const struct gz_passage *p = &doc->fields[field];
    uint32_t next = 0;
    for (uint32_t i = 0; i < p->sentences.count; i++) {
        const struct gz_sentence *s = &p->sentences.items[i];
        assert(s->first_token == next);
        assert(s->end_token > s->first_token);
        next = s->end_token;
        assert(gz_document_sentence(doc, field, s->first_token) == i);
        assert(gz_document_sentence(doc, field, next - 1) == i);
    }
    assert(next == p->tokens.count);
}

static void check_offsets(const struct gz_passage *p)
{
    size_t pos = 0;
    uint32_t cp = 0;
    uint32_t u16 = 0;
    while (true) {
        const struct gz_offset got = gz_offsets_at(p->offsets, (uint32_t)pos);
        assert(got.byte == pos && got.cp == cp && got.u16 == u16);
        if (pos == p->text.len_bytes) {
            break;
        }
        u16 += gz_utf8_next(p->text, &pos) >= 0x10000 ? 2 : 1;
        cp++;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct gz_str text = gz_str_of((const char *)data, size);
    if (!gz_utf8_valid(text)) {
        return 0;
    }
    struct gz_arena *arena = gz_arena_new((size_t)64 << 20);
    struct gz_document *doc = NULL;
    const struct gz_str none = {NULL, 0};
    if (arena == NULL) {
        abort();
    }
    if (gz_document_new(none, text, none, arena, &doc) != GZ_OK) {
        abort();
    }
    check_tokens(&doc->fields[GZ_FIELD_BODY]);
    check_sentences(doc, GZ_FIELD_BODY);
    check_offsets(&doc->fields[GZ_FIELD_BODY]);
    gz_arena_free(arena);
    return 0;
}
