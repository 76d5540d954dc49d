// Where candidates stand in tokens, for those who go on with these.

#include "rules/gazetteer/match/gazetteer_tokens.h"

#include <stdbool.h>

// The first token that begins at byte or behind it, from one that is near:
// names are short and come one after the other.
static uint32_t token_at(const struct gz_tokens *tokens, uint32_t from,
                         uint32_t byte)
{
    while (from > 0 && tokens->items[from - 1].begin_byte >= byte) {
        from--;
    }
    while (from < tokens->count && tokens->items[from].begin_byte < byte) {
        from++;
    }
    return from;
}

// Words are tokens; a mark that a name ends in may be part of a longer one.
// near: a token from which to look for it.
static bool locate(const struct gz_tokens *tokens, uint32_t near,
                   struct gz_candidate *c)
{
    c->begin_token = token_at(tokens, near, c->begin_byte);
    c->end_token = token_at(tokens, c->begin_token, c->end_byte);
    return c->end_token > c->begin_token &&
           tokens->items[c->begin_token].begin_byte == c->begin_byte &&
           tokens->items[c->end_token - 1].end_byte == c->end_byte;
}

enum gz_status gz_gazetteer_tokens_keep(const struct gz_candidates *all,
                                        const struct gz_tokens *tokens,
                                        struct gz_arena *arena,
                                        struct gz_candidates *out)
{
    *out = (struct gz_candidates){NULL, 0};
    if (all->count == 0) {
        return GZ_OK;
    }
    struct gz_candidate *kept =
        gz_arena_alloc(arena, all->count * sizeof(*kept));
    if (kept == NULL) {
        return GZ_LIMIT;
    }
    out->items = kept;
    uint32_t near = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        struct gz_candidate *c = &kept[out->count];
        *c = all->items[i];
        const bool is_whole = locate(tokens, near, c);
        near = c->begin_token;
        if (is_whole) {
            c->readings =
                c->readings == &all->items[i].own ? &c->own : c->readings;
            out->count++;
        }
    }
    return GZ_OK;
}

enum gz_status gz_gazetteer_find(const struct gz_gazetteer *g,
                                 struct gz_str text,
                                 const struct gz_tokens *tokens,
                                 struct gz_arena *arena,
                                 struct gz_candidates *out)
{
    struct gz_candidates all;
    const enum gz_status st =
        gz_gazetteer_scan(g, text, &tokens->blocks, arena, &all);
    *out = (struct gz_candidates){NULL, 0};
    return st == GZ_OK ? gz_gazetteer_tokens_keep(&all, tokens, arena, out)
                       : st;
}
