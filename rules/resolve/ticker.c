#include "rules/resolve/ticker.h"

static bool is_at(struct gz_str text, const struct gz_tokens *tokens,
                  uint32_t i, const char *want)
{
    if (i >= tokens->count) {
        return false;
    }
    const struct gz_token *t = &tokens->items[i];
    return gz_str_is(
        gz_str_of(text.ptr + t->begin_byte, t->end_byte - t->begin_byte), want);
}

// Exchange suffixes are one to three capitals: .O, .T, .HK, .PA
static bool is_suffix(const struct gz_tokens *tokens, uint32_t i)
{
    if (i >= tokens->count) {
        return false;
    }
    const struct gz_token *t = &tokens->items[i];
    return t->kind == GZ_TOKEN_WORD && (t->flags & GZ_TOKEN_CAPITAL) != 0 &&
           t->end_byte - t->begin_byte <= 3;
}

// "(NASDAQ: MSFT" or "(NYSE American: X"
static bool behind_exchange(struct gz_str text, const struct gz_tokens *tokens,
                            uint32_t begin)
{
    enum { EXCHANGE_TOKENS = 4 };
    if (begin < 3 || !is_at(text, tokens, begin - 1, ":")) {
        return false;
    }
    for (uint32_t back = 3; back <= 2 + EXCHANGE_TOKENS && back <= begin;
         back++) {
        if (is_at(text, tokens, begin - back, "(")) {
            return true;
        }
    }
    return false;
}

// "(7203.T)": numbers are given out again by each exchange, so lists hold them
// with the suffix.
static bool holds_suffix(struct gz_str text, const struct gz_tokens *tokens,
                         uint32_t begin, uint32_t end)
{
    return end - begin >= 3 && is_at(text, tokens, end - 2, ".") &&
           is_suffix(tokens, end - 1) && is_at(text, tokens, end, ")");
}

bool gz_ticker_form(struct gz_str text, const struct gz_tokens *tokens,
                    uint32_t begin_token, uint32_t end_token)
{
    if (begin_token == 0) {
        return false;
    }
    const uint32_t before = begin_token - 1;
    return is_at(text, tokens, before, "$") ||
           behind_exchange(text, tokens, begin_token) ||
           (is_at(text, tokens, before, "(") &&
            (holds_suffix(text, tokens, begin_token, end_token) ||
             (is_at(text, tokens, end_token, ".") &&
              is_suffix(tokens, end_token + 1) &&
              is_at(text, tokens, end_token + 2, ")"))));
}

bool gz_ticker_in_brackets(struct gz_str text, const struct gz_tokens *tokens,
                           uint32_t begin_token, uint32_t end_token)
{
    return begin_token > 0 && is_at(text, tokens, begin_token - 1, "(") &&
           is_at(text, tokens, end_token, ")");
}
