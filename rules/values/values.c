// The way through a passage.  Most tokens are passed by two tests: whether a
// digit is among its bytes, and a filter over the keys of words with
// which a value may begin.  What is left is read by value_date, value_relative,
// value_quarter and value_quantity, the first of which that finds a value has
// it; the search goes on behind.

#include "rules/values/values.h"

#include <string.h>

#include "rules/values/value_date.h"
#include "rules/values/value_quantity.h"
#include "rules/values/value_quarter.h"
#include "rules/values/value_relative.h"
#include "rules/values/value_work.h"

enum {
    ROOM_FIRST = 32,
    DAY_MS = 86400000,
};

struct search {
    struct gz_value_work work;
    const struct gz_sentence *sentence;
    struct gz_value *items;
    uint32_t count;
    uint32_t room;
    uint32_t digit;  // the next one of the text, from the last token looked at
};

// The first digit of a text from a byte on, or the text's end.  Eight bytes at
// a time: xor leaves 0..9 of a digit, to which 0x76 adds no carry into the
// highest bit.
static uint32_t next_digit(struct gz_str text, uint32_t from)
{
    const uint64_t high = UINT64_C(0x8080808080808080);
    const uint32_t len = (uint32_t)text.len_bytes;
    uint32_t at = from;
    for (; at + sizeof(uint64_t) <= len; at += sizeof(uint64_t)) {
        uint64_t bytes;
        memcpy(&bytes, text.ptr + at, sizeof(bytes));
        bytes ^= UINT64_C(0x3030303030303030);
        const uint64_t others =
            ((bytes & ~high) + UINT64_C(0x7676767676767676)) | bytes;
        if ((others & high) != high) {
            return at + (uint32_t)__builtin_ctzll(~others & high) / 8;
        }
    }
    while (at < len && (text.ptr[at] < '0' || text.ptr[at] > '9')) {
        at++;
    }
    return at;
}

// The next token from i on with which a value may begin, or the end: one that
// holds a digit or whose key passes the filter.  What it reads is in locals.
static uint32_t next_candidate(struct search *s, uint32_t i, uint32_t count)
{
    const struct gz_token *const tokens = s->work.tokens;
    const uint64_t *const keys = s->work.keys;
    const uint64_t *const filter = s->work.filter;
    uint32_t digit = s->digit;
    if (i < count && digit < tokens[i].begin_byte) {
        digit = next_digit(s->work.text, tokens[i].begin_byte);
    }
    for (; i < count; i++) {
        const unsigned known = gz_value_words_pass(filter, keys[i]);
        if (__builtin_expect(known | (tokens[i].end_byte > digit), 0)) {
            if (tokens[i].kind <= GZ_TOKEN_NUMBER) {
                break;
            }
            digit = digit < tokens[i].end_byte
                        ? next_digit(s->work.text, tokens[i].end_byte)
                        : digit;
        }
    }
    s->digit = digit;
    return i;
}

// Whether token i, which begins with no digit, may begin a quantity: by a
// sense that value_number asks for, or with digits behind letters ("USD5").
// Most words that pass the filter are of dates.
static bool may_count(const struct search *s, uint32_t i)
{
    const uint64_t kinds =
        UINT64_C(1) << GZ_VALUE_NUMBER | UINT64_C(1) << GZ_VALUE_SCALE |
        UINT64_C(1) << GZ_VALUE_DOZEN | UINT64_C(1) << GZ_VALUE_HALF |
        UINT64_C(1) << GZ_VALUE_TIME;
    const struct gz_value_entry *entry = gz_value_work_entry(&s->work, i);
    return (entry != NULL && (entry->kinds & kinds) != 0) ||
           s->digit < s->work.tokens[i].end_byte;
}

// What begins at token i, which next_candidate() gave.
static bool read(struct search *s, uint32_t i, struct gz_value *out)
{
    struct gz_value_work *w = &s->work;
    if (gz_value_work_digit(w, i)) {
        return gz_value_date_read(w, i, out) ||
               gz_value_quantity_read(w, i, out);
    }
    if (!gz_value_words_pass(w->filter, w->keys[i])) {
        return gz_value_quarter_short(w, i, out) ||
               gz_value_quantity_read(w, i, out);
    }
    return gz_value_date_read(w, i, out) || gz_value_relative_read(w, i, out) ||
           (may_count(s, i) && gz_value_quantity_read(w, i, out));
}

static bool make_room(struct search *s)
{
    if (s->count < s->room) {
        return true;
    }
    const uint32_t room = s->room == 0 ? ROOM_FIRST : 2 * s->room;
    void *grown =
        gz_arena_grow(s->work.arena, s->items, s->room * sizeof(*s->items),
                      room * sizeof(*s->items));
    if (grown == NULL) {
        return false;
    }
    s->items = grown;
    s->room = room;
    return true;
}

// Look at token i, which may begin a value; returns the token to go on with,
// or 0 when the arena is full.
static uint32_t look(struct search *s, uint32_t i)
{
    struct gz_value_work *w = &s->work;
    struct gz_value value;
    while (s->sentence->end_token <= i) {
        s->sentence++;
    }
    if (w->first < s->sentence->first_token) {
        w->first = s->sentence->first_token;
    }
    w->end = s->sentence->end_token;
    if (!read(s, i, &value) || w->status != GZ_OK) {
        return w->status == GZ_OK ? i + 1 : 0;
    }
    if (!make_room(s)) {
        return 0;
    }
    s->items[s->count++] = value;
    w->first = value.end_token;
    return value.end_token;
}

static uint8_t language_of(struct gz_str name)
{
    static const struct {
        char code[3];
        uint8_t language;
    } rows[] = {
        {"", GZ_VALUE_EN},   {"en", GZ_VALUE_EN}, {"de", GZ_VALUE_DE},
        {"fr", GZ_VALUE_FR}, {"es", GZ_VALUE_ES},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (gz_str_eq_nocase(name, gz_str_z(rows[i].code))) {
            return rows[i].language;
        }
    }
    return GZ_VALUE_OTHER;
}

static bool is_listed(const char *list, struct gz_str name)
{
    struct gz_str rest = gz_str_z(list);
    while (rest.ptr != NULL) {
        if (gz_str_eq_nocase(gz_str_cut(&rest, ' '), name)) {
            return true;
        }
    }
    return false;
}

// The country whose coins a language means by their bare names.
static int country_of(struct gz_str name, struct gz_str region)
{
    static const char *const rows[][2] = {
        {"zh", "CN"}, {"sv", "SE"}, {"da", "DK"}, {"nb", "NO"},
        {"nn", "NO"}, {"no", "NO"}, {"is", "IS"}, {"cs", "CZ"},
    };
    if (region.len_bytes == 2) {
        return gz_value_words_country(region);
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (gz_str_eq_nocase(name, gz_str_z(rows[i][0]))) {
            return gz_value_words_country(gz_str_z(rows[i][1]));
        }
    }
    return 0;
}

// The region of a BCP 47 tag: its last part of two letters.
static struct gz_str region_of(struct gz_str rest)
{
    struct gz_str region = {"", 0};
    while (rest.ptr != NULL) {
        const struct gz_str part = gz_str_cut(&rest, '-');
        if (part.len_bytes == 2) {
            region = part;
        }
    }
    return region;
}

static void set_language(struct gz_value_work *w, struct gz_str tag)
{
    struct gz_str rest = tag;
    const struct gz_str name = gz_str_cut(&rest, '-');
    const struct gz_str region = region_of(rest);
    w->languages = language_of(name);
    w->country = country_of(name, region);
    // Who writes 1,234.5; Latin America is divided.
    w->point = w->languages == GZ_VALUE_EN ||
               is_listed("en zh ja ko th he hi bn ta te ms sw ur fil", name) ||
               (w->languages == GZ_VALUE_ES &&
                is_listed("MX US GT SV HN NI PA PR DO PE", region));
    w->spaced = !w->point;
    w->filter = gz_value_words_filters[__builtin_ctz(w->languages)];
}

static void set_today(struct gz_value_work *w, int64_t reference_ms)
{
    const int64_t limit_ms = (int64_t)DAY_MS * 365 * 2000;
    if (reference_ms == GZ_VALUES_NO_TIME || reference_ms > limit_ms ||
        reference_ms < -limit_ms / 2) {
        return;
    }
    w->dated = true;
    w->today = reference_ms / DAY_MS - (reference_ms % DAY_MS < 0 ? 1 : 0);
    w->now = gz_value_calendar_date(w->today);
}

static struct gz_value_work open_work(const struct gz_passage *passage,
                                      struct gz_str language,
                                      struct gz_value_memo *memo,
                                      struct gz_arena *arena)
{
    struct gz_value_work work = {.text = passage->text,
                                 .tokens = passage->tokens.items,
                                 .keys = passage->tokens.keys,
                                 .memo = memo,
                                 .arena = arena,
                                 .status = GZ_OK};
    set_language(&work, language);
    return work;
}

enum gz_status gz_values_find(const struct gz_passage *passage,
                              const struct gz_values_context *context,
                              struct gz_arena *arena, struct gz_values *out)
{
    struct gz_value_memo memo = {0};
    struct search s = {
        .work = open_work(passage, context->language, &memo, arena),
        .sentence = passage->sentences.items,
    };
    set_today(&s.work, context->reference_ms);
    const uint32_t count = passage->tokens.count;
    s.digit = next_digit(passage->text, 0);
    for (uint32_t i = next_candidate(&s, 0, count); i < count;
         i = next_candidate(&s, i, count)) {
        i = look(&s, i);
        if (i == 0) {
            return GZ_LIMIT;
        }
    }
    *out = (struct gz_values){s.items, s.count};
    return GZ_OK;
}

enum gz_status gz_values_number(const struct gz_passage *passage,
                                struct gz_str language, uint32_t begin_token,
                                uint32_t end_token, struct gz_arena *arena,
                                const struct gz_value **out)
{
    struct gz_value_memo memo = {0};
    struct gz_value_work work = open_work(passage, language, &memo, arena);
    const struct gz_sentence *sentence =
        &passage->sentences.items[passage->sentences.of_tokens[begin_token]];
    struct gz_value value;
    work.first = sentence->first_token;
    work.end = sentence->end_token;
    *out = NULL;
    if (!gz_value_quantity_number(&work, begin_token, &value) ||
        value.core_end_token != end_token) {
        return work.status;
    }
    struct gz_value *copy = gz_arena_alloc(arena, sizeof(value));
    if (copy == NULL) {
        return GZ_LIMIT;
    }
    *copy = value;
    *out = copy;
    return GZ_OK;
}
