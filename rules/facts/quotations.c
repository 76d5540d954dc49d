#include "rules/facts/quotations.h"

#include "rules/text/utf8.h"

enum gz_quote_mark gz_quotations_mark(struct gz_str text,
                                      const struct gz_token *token)
{
    size_t at = token->begin_byte;
    if (token->kind != GZ_TOKEN_MARK) {
        return GZ_QUOTE_NONE;
    }
    switch (gz_utf8_next(text, &at)) {
    case '"':
    case 0xff02:
        return GZ_QUOTE_BOTH;
    case 0x2018:  // left single
    case 0x201c:  // left double
    case 0x201e:  // low, as German opens
    case 0xab:    // left guillemet
    case 0x300c:  // left corner bracket
        return GZ_QUOTE_OPEN;
    case 0x2019:
    case 0x201d:
    case 0xbb:
    case 0x300d:
        return GZ_QUOTE_CLOSE;
    default:
        return GZ_QUOTE_NONE;
    }
}

static bool step(bool open, enum gz_quote_mark mark, bool paragraph)
{
    switch (mark) {
    case GZ_QUOTE_OPEN:
        return true;
    case GZ_QUOTE_CLOSE:
        return false;
    case GZ_QUOTE_BOTH:
        return !open || paragraph;
    default:
        return open;
    }
}

enum gz_status gz_quotations_find(const struct gz_passage *passage,
                                  struct gz_arena *arena, const bool **out)
{
    const struct gz_sentences *sentences = &passage->sentences;
    bool *inside = gz_arena_alloc(arena, sentences->count * sizeof(bool));
    if (inside == NULL) {
        return GZ_LIMIT;
    }
    bool open = false;
    for (uint32_t s = 0; s < sentences->count; s++) {
        inside[s] = open;
        for (uint32_t t = sentences->items[s].first_token;
             t < sentences->items[s].end_token; t++) {
            const struct gz_token *token = &passage->tokens.items[t];
            if (token->kind != GZ_TOKEN_MARK) {
                continue;  // nearly all of them
            }
            open = step(open, gz_quotations_mark(passage->text, token),
                        (token->flags & GZ_TOKEN_PARAGRAPH_BEFORE) != 0);
        }
    }
    *out = inside;
    return GZ_OK;
}
