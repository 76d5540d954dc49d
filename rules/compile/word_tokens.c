#include "rules/compile/word_tokens.h"

#include <stdbool.h>
#include <string.h>

#include "rules/text/token_keys.h"
#include "rules/text/tokens.h"

static bool begins_with_apostrophe(struct gz_str s)
{
    return gz_str_starts(s, GZ_STR_LIT("'")) ||
           gz_str_starts(s, GZ_STR_LIT("\u2019"));
}

// The text behind a letter that makes a possessive of an apostrophe.
static struct gz_str lead_in(struct gz_str text, struct gz_arena *arena)
{
    char *copy = gz_arena_alloc(arena, text.len_bytes + 1);
    if (copy == NULL) {
        return gz_str_of(NULL, 0);
    }
    copy[0] = 'x';
    memcpy(copy + 1, text.ptr, text.len_bytes);
    return gz_str_of(copy, text.len_bytes + 1);
}

// A word that is a dash means one, also where it would be a hyphen in a text.
static uint64_t key_of(struct gz_str text, uint64_t key)
{
    return gz_str_is(text, "\u2013") ? GZ_TOKEN_KEY_DASH : key;
}

static enum gz_status convert(struct gz_str text,
                              const struct gz_tokens *tokens, uint32_t skip,
                              struct gz_arena *arena,
                              struct gz_word_tokens *out)
{
    const uint32_t count = tokens->count - skip;
    struct gz_word_token *items =
        GZ_ARENA_ARRAY(arena, struct gz_word_token, count);
    if (items == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct gz_token *t = &tokens->items[skip + i];
        items[i].key = key_of(text, tokens->keys[skip + i]);
        items[i].kind = t->kind;
        items[i].text =
            gz_str_of(text.ptr + t->begin_byte, t->end_byte - t->begin_byte);
    }
    *out = (struct gz_word_tokens){items, count};
    return GZ_OK;
}

enum gz_status gz_word_tokens_cut(struct gz_str text, struct gz_arena *arena,
                                  struct gz_word_tokens *out)
{
    struct gz_tokens tokens;
    if (begins_with_apostrophe(text)) {
        const struct gz_str led = lead_in(text, arena);
        if (led.ptr == NULL || gz_tokens_split(led, arena, &tokens) != GZ_OK) {
            return GZ_LIMIT;
        }
        if (tokens.count > 1 && tokens.items[1].kind == GZ_TOKEN_POSSESSIVE) {
            return convert(led, &tokens, 1, arena, out);
        }
    }
    if (gz_tokens_split(text, arena, &tokens) != GZ_OK) {
        return GZ_LIMIT;
    }
    return convert(text, &tokens, 0, arena, out);
}

uint64_t gz_word_tokens_key(struct gz_str word)
{
    return gz_token_key(word.ptr, word.len_bytes, 0);
}
