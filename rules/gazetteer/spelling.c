// From a name in a list to tokens, keys and the text to compare with.

#include "rules/gazetteer/spelling.h"

#include <string.h>

#include "rules/gazetteer/name_key.h"
#include "rules/text/fold.h"
#include "rules/text/nfc.h"
#include "rules/text/tokens.h"
#include "rules/text/utf8.h"

static struct gz_str token_text(struct gz_str text, const struct gz_token *t)
{
    return gz_str_of(text.ptr + t->begin_byte, t->end_byte - t->begin_byte);
}

static bool is_word(const struct gz_token *t)
{
    return t->kind == GZ_TOKEN_WORD || t->kind == GZ_TOKEN_NUMBER ||
           t->kind == GZ_TOKEN_IDEOGRAPH;
}

static bool has_word(const struct gz_tokens *tokens)
{
    for (uint32_t i = 0; i < tokens->count; i++) {
        if (is_word(&tokens->items[i])) {
            return true;
        }
    }
    return false;
}

// "Inc." and "Jr." end in a mark that a text may leave out.
static bool ends_in_dot(struct gz_str text, const struct gz_tokens *tokens)
{
    if (tokens->count < 2) {
        return false;
    }
    const struct gz_token *last = &tokens->items[tokens->count - 1];
    return gz_str_is(token_text(text, last), ".") && is_word(last - 1) &&
           (last->flags & GZ_TOKEN_SPACE_BEFORE) == 0;
}

// Append a token folded by width; false when the name gets too long.
static bool append_token(char *out, size_t *len, struct gz_str token)
{
    size_t pos = 0;
    while (pos < token.len_bytes) {
        if (*len > GZ_NAME_BYTES_MAX) {
            return false;
        }
        const uint32_t cp = gz_utf8_next(token, &pos);
        if (!gz_fold_drops(cp)) {
            *len += gz_utf8_put(gz_fold_cp(cp, GZ_FOLD_WIDTH), out + *len);
        }
    }
    return *len <= GZ_NAME_BYTES_MAX;
}

static bool spell(struct gz_str text, const struct gz_tokens *tokens,
                  struct gz_spelling *s, char *out, size_t *len)
{
    const struct gz_token *items = tokens->items;
    memcpy(s->tokens, tokens->keys, s->token_count * sizeof(s->tokens[0]));
    for (uint32_t i = 0; i < s->token_count; i++) {
        s->gaps[i] = i > 0 && gz_name_key_gap(text, &items[i]);
        if (s->gaps[i]) {
            out[(*len)++] = ' ';
        }
        if (!append_token(out, len, token_text(text, &items[i]))) {
            return false;
        }
    }
    return true;
}

static enum gz_spelling_fault check_tokens(const struct gz_spelling *s,
                                           const struct gz_tokens *tokens)
{
    if (!has_word(tokens)) {
        return GZ_SPELLING_NO_WORD;
    }
    return s->token_count > GZ_NAME_TOKENS_MAX ? GZ_SPELLING_TOKENS
                                               : GZ_SPELLING_FINE;
}

enum gz_status gz_spelling_make(struct gz_str name, struct gz_arena *arena,
                                struct gz_spelling *out,
                                enum gz_spelling_fault *fault)
{
    *fault = GZ_SPELLING_LONG;
    if (name.len_bytes > 2 * GZ_NAME_BYTES_MAX) {
        return GZ_INVALID;
    }
    struct gz_str text;
    struct gz_tokens tokens;
    if (gz_nfc(name, arena, &text) != GZ_OK ||
        gz_tokens_split(text, arena, &tokens) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    out->final_dot = ends_in_dot(text, &tokens);
    out->token_count = tokens.count - (out->final_dot ? 1 : 0);
    *fault = check_tokens(out, &tokens);
    if (*fault != GZ_SPELLING_FINE) {
        return GZ_INVALID;
    }
    out->class = gz_name_key_class(&tokens.items[0]);
    out->has_class = tokens.items[0].kind == GZ_TOKEN_WORD;
    char spelt[GZ_NAME_BYTES_MAX + 8];
    size_t len = 0;
    if (!spell(text, &tokens, out, spelt, &len)) {
        *fault = GZ_SPELLING_LONG;
        return GZ_INVALID;
    }
    out->text = gz_arena_copy(arena, gz_str_of(spelt, len));
    return out->text.ptr == NULL ? GZ_NO_MEMORY : GZ_OK;
}

uint64_t gz_spelling_key(const struct gz_spelling *s)
{
    uint64_t key = s->tokens[0];
    for (uint32_t i = 1; i < s->token_count; i++) {
        key = gz_name_key_chain(key, s->gaps[i], s->tokens[i]);
    }
    return key;
}
