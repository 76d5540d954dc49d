#include "rules/values/value_digits.h"

enum { GROUPS_MAX = 12 };

// Runs of digits and the separators between them.
struct groups {
    struct gz_str runs[GROUPS_MAX];
    char separators[GROUPS_MAX];  // [i] stands behind runs[i]
    size_t count;
    size_t bytes;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t run_length(struct gz_str s, size_t at)
{
    size_t end = at;
    while (end < s.len_bytes && is_digit(s.ptr[end])) {
        end++;
    }
    return end - at;
}

// The separator at a place, an apostrophe for all of its kind; 0: none.
static char separator_at(struct gz_str s, size_t at, size_t *bytes)
{
    static const char curly[] = "\u2019";
    *bytes = 1;
    if (at >= s.len_bytes) {
        return 0;
    }
    if (s.len_bytes - at > 3 && memcmp(s.ptr + at, curly, 3) == 0) {
        *bytes = 3;
        return '\'';
    }
    const char c = s.ptr[at];
    return (char)(c == '.' || c == ',' || c == '\'' ? c : 0);
}

static bool split(struct gz_str s, struct groups *g)
{
    size_t at = 0;
    for (g->count = 0; g->count < GROUPS_MAX; g->count++) {
        const size_t len = run_length(s, at);
        size_t bytes;
        if (len == 0) {
            return false;
        }
        g->runs[g->count] = gz_str_of(s.ptr + at, len);
        at += len;
        g->bytes = at;
        const char c = separator_at(s, at, &bytes);
        g->separators[g->count] = c;
        if (c == 0 || at + bytes >= s.len_bytes ||
            !is_digit(s.ptr[at + bytes])) {
            g->count++;
            return true;
        }
        at += bytes;
    }
    return false;
}

// Whether the first count runs are groups of a whole number: of three digits,
// or Indian ones of two before the last.
static bool grouped(const struct groups *g, size_t count)
{
    const size_t first = g->runs[0].len_bytes;
    bool threes = first <= 3;
    bool twos = first <= 2 && count > 2 && g->separators[0] == ',';
    for (size_t i = 1; i < count; i++) {
        const size_t len = g->runs[i].len_bytes;
        if (i > 1 && g->separators[i - 1] != g->separators[0]) {
            return false;
        }
        threes = threes && len == 3;
        twos = twos && len == (i + 1 == count ? 3U : 2U);
    }
    return (threes || twos) && g->runs[0].ptr[0] != '0';
}

// Whether the one separator of a number is its decimal point; false in *known
// when the language does not tell.
static bool is_point(const struct gz_value_work *w, const struct groups *g,
                     bool *known)
{
    const char c = g->separators[0];
    const bool own = c == (w->point ? '.' : ',');
    *known = true;
    if (c == '\'') {
        return false;
    }
    if (gz_str_is(g->runs[0], "0")) {
        return true;
    }
    if (g->runs[1].len_bytes != 3) {
        // A comma before other than three digits is no English.
        *known = own || c == '.';
        return true;
    }
    // French groups with spaces, so that its 1.234 may mean both.
    *known = own || w->point || w->languages != GZ_VALUE_FR;
    return own;
}

// How many runs make the whole number; 0: no number of any style.
static size_t whole_runs(const struct gz_value_work *w, const struct groups *g)
{
    if (g->count == 1) {
        return 1;
    }
    if (g->count == 2) {
        bool known;
        const bool point = is_point(w, g, &known);
        return !known ? 0 : point ? 1 : grouped(g, 2) ? 2 : 0;
    }
    const char last = g->separators[g->count - 2];
    if (last == g->separators[0]) {
        return grouped(g, g->count) ? g->count : 0;
    }
    return last != '\'' && grouped(g, g->count - 1) ? g->count - 1 : 0;
}

static bool push_all(struct gz_decimal *d, struct gz_str digits)
{
    for (size_t i = 0; i < digits.len_bytes; i++) {
        if (!gz_decimal_push(d, (unsigned)(digits.ptr[i] - '0'))) {
            return false;
        }
    }
    return true;
}

bool gz_value_digits_read(const struct gz_value_work *w, struct gz_str text,
                          struct gz_decimal *out, size_t *used)
{
    struct groups g;
    *out = gz_decimal_of(0);
    if (!split(text, &g)) {
        return false;
    }
    *used = g.bytes;
    const size_t whole = whole_runs(w, &g);
    if (whole == 0 || (g.runs[0].len_bytes > 1 && g.runs[0].ptr[0] == '0')) {
        return false;
    }
    for (size_t i = 0; i < g.count; i++) {
        if (!push_all(out, g.runs[i])) {
            return false;
        }
    }
    return whole == g.count ||
           gz_decimal_shift(out, -(int)g.runs[g.count - 1].len_bytes);
}

// A space between tokens i - 1 and i: 0 none or another, 1 plain, 2 one that
// does not break.
static int space_before(const struct gz_value_work *w, uint32_t i)
{
    const uint32_t from = w->tokens[i - 1].end_byte;
    const struct gz_str gap =
        gz_str_of(w->text.ptr + from, w->tokens[i].begin_byte - from);
    return gz_str_is(gap, " ") ? 1
           : gz_str_is(gap, "\u00A0") || gz_str_is(gap, "\u202F") ||
                   gz_str_is(gap, "\u2009")
               ? 2
               : 0;
}

// Whether token i is a further group; *fraction is what follows its comma.
static bool is_group(const struct gz_value_work *w, uint32_t i,
                     struct gz_str *fraction)
{
    if (!gz_value_work_digit(w, i) || space_before(w, i) == 0) {
        return false;
    }
    const struct gz_str text = gz_value_work_text(w, i);
    *fraction = gz_str_of("", 0);
    if (run_length(text, 0) != 3) {
        return false;
    }
    if (text.len_bytes > 4 && text.ptr[3] == (w->point ? '.' : ',')) {
        *fraction = gz_str_of(text.ptr + 4, text.len_bytes - 4);
    }
    return text.len_bytes == 3 ||
           (fraction->len_bytes > 0 &&
            run_length(*fraction, 0) == fraction->len_bytes);
}

bool gz_value_digits_groups(const struct gz_value_work *w, uint32_t i,
                            struct gz_decimal *d, uint32_t *end)
{
    struct gz_str fraction = {"", 0};
    const struct gz_str first = gz_value_work_text(w, i);
    *end = i + 1;
    if (first.len_bytes > 3 || run_length(first, 0) != first.len_bytes) {
        return true;
    }
    while (fraction.len_bytes == 0 && is_group(w, *end, &fraction)) {
        if ((!w->spaced && space_before(w, *end) == 1) ||
            !push_all(d, gz_str_of(gz_value_work_text(w, *end).ptr, 3)) ||
            !push_all(d, fraction) ||
            !gz_decimal_shift(d, -(int)fraction.len_bytes)) {
            return false;
        }
        (*end)++;
    }
    return true;
}
