// The way through a passage.  Most tokens are passed by two tests: whether a
// digit is among the first bytes, and a filter over the keys of words with
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
    HEAD_BYTES = 4,  // of a token, where a digit is looked for
    ROOM_FIRST = 32,
    DAY_MS = 86400000,
};

struct search {
    struct gz_value_work work;
    const struct gz_sentence *sentence;
    struct gz_value *items;
    uint32_t count;
    uint32_t room;
};

// Whether a digit is among the first bytes of a token.
static inline bool has_digit(struct gz_str text, const struct gz_token *t)
{
    const uint32_t len = t->end_byte - t->begin_byte;
    uint32_t head = 0;
    if (t->begin_byte + HEAD_BYTES <= text.len_bytes) {
        memcpy(&head, text.ptr + t->begin_byte, HEAD_BYTES);
    } else {
        memcpy(&head, text.ptr + t->begin_byte, len);
    }
    // A byte of a digit has no bit set here: xor leaves 0..9, to which 0x76
    // adds no carry into the highest bit.
    const uint32_t digits = head ^ 0x30303030U;
    const uint32_t others =
        (((digits & 0x7F7F7F7FU) + 0x76767676U) | digits) & 0x80808080U;
    const uint32_t within = len >= HEAD_BYTES
                                ? 0x80808080U
                                : 0x80808080U >> (8 * (HEAD_BYTES - len));
    return (~others & within) != 0;
}

static inline bool may_begin(const struct gz_passage *p, uint32_t i)
{
    const struct gz_token *t = &p->tokens.items[i];
    return t->kind <= GZ_TOKEN_NUMBER &&
           (gz_value_words_may_begin(p->tokens.keys[i]) ||
            has_digit(p->text, t));
}

static bool read(struct gz_value_work *w, uint32_t i, struct gz_value *out)
{
    if (gz_value_work_digit(w, i)) {
        return gz_value_date_read(w, i, out) ||
               gz_value_quantity_read(w, i, out);
    }
    if (!gz_value_words_may_begin(w->keys[i])) {
        return gz_value_quarter_short(w, i, out) ||
               gz_value_quantity_read(w, i, out);
    }
    return gz_value_date_read(w, i, out) || gz_value_relative_read(w, i, out) ||
           gz_value_quantity_read(w, i, out);
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
    if (!read(w, i, &value) || w->status != GZ_OK) {
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
    w->point = is_listed("en zh ja ko th he hi bn ta te ms sw ur fil", name) ||
               w->languages == GZ_VALUE_EN ||
               (w->languages == GZ_VALUE_ES &&
                is_listed("MX US GT SV HN NI PA PR DO PE", region));
    w->spaced = !w->point;
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
}

enum gz_status gz_values_find(const struct gz_passage *passage,
                              const struct gz_values_context *context,
                              struct gz_arena *arena, struct gz_values *out)
{
    struct search s = {
        .work = {.text = passage->text,
                 .tokens = passage->tokens.items,
                 .keys = passage->tokens.keys,
                 .arena = arena,
                 .status = GZ_OK},
        .sentence = passage->sentences.items,
    };
    set_language(&s.work, context->language);
    set_today(&s.work, context->reference_ms);
    const uint32_t count = passage->tokens.count;
    for (uint32_t i = 0; i < count;) {
        if (!may_begin(passage, i)) {
            i++;
            continue;
        }
        i = look(&s, i);
        if (i == 0) {
            return GZ_LIMIT;
        }
    }
    *out = (struct gz_values){s.items, s.count};
    return GZ_OK;
}
