// Rules acronym and ticker: what stands in brackets behind a name.

#include <string.h>

#include "rules/gazetteer/alias/alias_work.h"

enum {
    ACRONYM_MIN = 2,
    ACRONYM_MAX = 10,
    EXCHANGE_MAX = 16,
    SYMBOL_MAX = 8,
};

// "NAME (INSIDE)"
struct brackets {
    struct gz_str name;
    struct gz_str inside;
};

static bool split(struct gz_str text, struct brackets *out)
{
    const size_t len = text.len_bytes;
    const char *open = memchr(text.ptr, '(', len);
    if (open == NULL || open == text.ptr || text.ptr[len - 1] != ')') {
        return false;
    }
    const size_t at = (size_t)(open - text.ptr);
    out->name = gz_alias_trim_end(gz_str_of(text.ptr, at));
    out->inside = gz_str_trim(gz_str_of(open + 1, len - at - 2));
    return out->name.len_bytes > 0 && out->inside.len_bytes > 0 &&
           memchr(out->inside.ptr, '(', out->inside.len_bytes) == NULL;
}

// Capitals, and a digit, "&" or "-" among them.
static bool looks_short(struct gz_str s)
{
    size_t capitals = 0;
    for (size_t i = 0; i < s.len_bytes; i++) {
        const char c = s.ptr[i];
        if (gz_alias_is_upper(c)) {
            capitals++;
        } else if (i == 0 || !((c >= '0' && c <= '9') || c == '&' || c == '-' ||
                               c == '.')) {
            return false;
        }
    }
    return capitals >= ACRONYM_MIN && s.len_bytes <= ACRONYM_MAX;
}

// Whether the capitals are the begins of words of the name, in order: it is
// enough that they come, since "of" and the like come between.
static bool spells(struct gz_str acronym, struct gz_str name)
{
    size_t at = 0;
    bool begin = true;
    for (size_t i = 0; i < name.len_bytes && at < acronym.len_bytes; i++) {
        int c = (unsigned char)name.ptr[i];
        const bool small = c >= 'a' && c <= 'z';
        c = small ? c - 'a' + 'A' : c;
        if ((begin || !small) && c == acronym.ptr[at]) {
            at++;
        }
        begin = c == ' ' || c == '-';
    }
    return at == acronym.len_bytes;
}

// Countries in brackets tell namesakes apart: "Acme (USA)".
static bool is_country(struct gz_str s)
{
    static const char *const countries[] = {"USA", "UAE", "GBR", "GER", "FRA",
                                            "CAN", "AUS", "CHN", "PRC", "UK"};
    for (size_t i = 0; i < sizeof(countries) / sizeof(countries[0]); i++) {
        if (gz_str_is(s, countries[i])) {
            return true;
        }
    }
    return false;
}

static bool is_acronym_of(struct gz_str acronym, struct gz_str name)
{
    return looks_short(acronym) && name.len_bytes > acronym.len_bytes &&
           (spells(acronym, name) ||
            (acronym.len_bytes > ACRONYM_MIN && !is_country(acronym)));
}

static void put_acronym(struct gz_alias_work *w, struct gz_str acronym)
{
    const struct gz_alias alias = {
        .text = acronym,
        .how = GZ_HOW_ACRONYM,
        .exact = true,
    };
    gz_alias_put_as(w, &alias);
}

void gz_alias_acronym(struct gz_alias_work *w, struct gz_str name)
{
    struct brackets b;
    if (!split(name, &b)) {
        return;
    }
    if (is_acronym_of(b.inside, b.name)) {
        gz_alias_put(w, b.name);
        put_acronym(w, b.inside);
    } else if (is_acronym_of(b.name, b.inside)) {
        gz_alias_put(w, b.inside);
        put_acronym(w, b.name);
    }
}

static bool is_symbol(struct gz_str s)
{
    bool any = false;
    for (size_t i = 0; i < s.len_bytes; i++) {
        const char c = s.ptr[i];
        const bool sign = gz_alias_is_upper(c) || (c >= '0' && c <= '9');
        if (!sign && c != '.' && c != '-') {
            return false;
        }
        any |= sign;
    }
    return any && s.len_bytes <= SYMBOL_MAX;
}

// "NYSE", "NASDAQ", "NYSE American"
static bool is_exchange(struct gz_str s)
{
    const struct gz_str word = gz_str_cut(&s, ' ');
    size_t capitals = 0;
    for (size_t i = 0; i < word.len_bytes; i++) {
        capitals += gz_alias_is_upper(word.ptr[i]);
    }
    return word.len_bytes >= 2 && word.len_bytes <= EXCHANGE_MAX &&
           gz_alias_is_upper(word.ptr[0]) &&
           (capitals == word.len_bytes || gz_str_is(word, "Nasdaq"));
}

static void put_symbol(struct gz_alias_work *w, struct gz_str symbol,
                       struct gz_str from)
{
    const struct gz_alias alias = {
        .text = symbol,
        .from = from,
        .how = GZ_HOW_ALIAS,
        .exact = true,
        .flags = GZ_NAME_TICKER,
    };
    if (is_symbol(symbol)) {
        gz_alias_put_as(w, &alias);
    }
}

void gz_alias_ticker(struct gz_alias_work *w, struct gz_str name)
{
    static const char key[] = "ticker";
    const struct gz_str ticker = gz_gazetteer_value(w->subject->xids, key);
    struct brackets b;
    if (ticker.ptr != NULL) {
        const size_t before = sizeof(key);  // "ticker="
        put_symbol(w, ticker,
                   gz_str_of(ticker.ptr - before, ticker.len_bytes + before));
    }
    if (!split(name, &b)) {
        return;
    }
    struct gz_str rest = b.inside;
    const struct gz_str exchange = gz_str_cut(&rest, ':');
    const struct gz_str symbol = gz_str_trim(rest);
    if (rest.ptr != NULL && is_exchange(exchange) && is_symbol(symbol)) {
        gz_alias_put(w, b.name);
        put_symbol(w, symbol, name);
    }
}
