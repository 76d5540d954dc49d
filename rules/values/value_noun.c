#include "rules/values/value_noun.h"

#include "rules/text/fold.h"
#include "rules/text/nfc.h"
#include "rules/text/utf8.h"

enum { ADJECTIVES_MAX = 2, NOUN_BYTES = 64 };

static bool ends(struct gz_str word, const char *ending)
{
    const size_t len = strlen(ending);
    return word.len_bytes > len &&
           memcmp(word.ptr + word.len_bytes - len, ending, len) == 0;
}

static bool ends_with_any(struct gz_str word, const char *const *list,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ends(word, list[i])) {
            return true;
        }
    }
    return false;
}

// A capital anywhere, as in "iPhone".
static bool has_capital(const struct gz_value_work *w, uint32_t i)
{
    if (!gz_value_work_word(w, i)) {
        return false;
    }
    const struct gz_str word = gz_value_work_text(w, i);
    for (size_t k = 0; k < word.len_bytes; k++) {
        if (word.ptr[k] >= 'A' && word.ptr[k] <= 'Z') {
            return true;
        }
    }
    return gz_value_work_capital(w, i);
}

bool gz_value_noun_leads(const struct gz_value_work *w, uint32_t i)
{
    if (!has_capital(w, i)) {
        return true;
    }
    static const enum gz_value_kind kinds[] = {
        GZ_VALUE_YEARLEAD, GZ_VALUE_MONTHLEAD, GZ_VALUE_OF,  GZ_VALUE_AND,
        GZ_VALUE_FROM,     GZ_VALUE_BETWEEN,   GZ_VALUE_REL,
    };
    for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
        if (gz_value_work_sense(w, i, kinds[k]) != NULL) {
            return true;
        }
    }
    const struct gz_token *t = &w->tokens[i];
    uint32_t begin;
    return gz_value_work_phrase_before(w, i + 1, GZ_VALUE_BEFORE, &begin) !=
               NULL ||
           (t->end_byte - t->begin_byte <= 3 &&
            (t->flags & GZ_TOKEN_ALL_CAPS) == 0);
}

// A small word, and nothing joined to it by a hyphen.
static bool is_small(const struct gz_value_work *w, uint32_t i)
{
    return gz_value_work_word(w, i) && !gz_value_work_capital(w, i) &&
           gz_value_work_skip_hyphen(w, i + 1) == i + 1 &&
           gz_value_work_sense(w, i, GZ_VALUE_STOP) == NULL &&
           gz_value_work_sense(w, i, GZ_VALUE_TIME) == NULL &&
           gz_value_work_sense(w, i, GZ_VALUE_FRACTION) == NULL;
}

static bool is_adjective(const struct gz_value_work *w, uint32_t i)
{
    static const char *const endings[] = {"ial", "nal",  "ral", "ric",  "tic",
                                          "nic", "ive",  "ous", "ary",  "ian",
                                          "ese", "less", "ful", "ible", "able"};
    return is_small(w, i) &&
           (gz_value_work_sense(w, i, GZ_VALUE_ADJECTIVE) != NULL ||
            ends_with_any(gz_value_work_text(w, i), endings,
                          sizeof(endings) / sizeof(*endings)));
}

bool gz_value_noun_plural(const struct gz_value_work *w, uint32_t i)
{
    if (!is_small(w, i)) {
        return false;
    }
    if (gz_value_work_sense(w, i, GZ_VALUE_IRREGULAR) != NULL) {
        return true;
    }
    const struct gz_str word = gz_value_work_text(w, i);
    const bool plural =
        ends(word, "s") || (w->languages == GZ_VALUE_FR && ends(word, "x"));
    return word.len_bytes >= 4 && plural &&
           (w->languages != GZ_VALUE_EN ||
            (!ends(word, "ss") && !ends(word, "us") && !ends(word, "is")));
}

static uint32_t find_english(const struct gz_value_work *w, uint32_t i)
{
    for (uint32_t k = 0; k < ADJECTIVES_MAX && is_adjective(w, i) &&
                         !gz_value_noun_plural(w, i);
         k++) {
        i++;
    }
    return gz_value_noun_plural(w, i) ? i : UINT32_MAX;
}

static uint32_t find_german(const struct gz_value_work *w, uint32_t i)
{
    return gz_value_work_capital(w, i) && !gz_value_work_touches(w, i) &&
                   (w->tokens[i].flags & GZ_TOKEN_ALL_CAPS) == 0 &&
                   w->tokens[i].end_byte - w->tokens[i].begin_byte >= 4 &&
                   gz_value_work_entry(w, i) == NULL &&
                   gz_value_work_skip_hyphen(w, i + 1) == i + 1
               ? i
               : UINT32_MAX;
}

// The number of the token that is the noun, or UINT32_MAX.
static uint32_t find_noun(const struct gz_value_work *w,
                          const struct gz_value_number *n)
{
    uint32_t at = n->end_token;
    if (gz_value_work_touches(w, at)) {
        return UINT32_MAX;
    }
    switch (w->languages) {
    case GZ_VALUE_EN:
        if (n->vague && gz_value_work_sense(w, at, GZ_VALUE_OF) != NULL) {
            at++;
        }
        return find_english(w, at);
    case GZ_VALUE_DE:
        return find_german(w, at);
    case GZ_VALUE_FR:
    case GZ_VALUE_ES:
        if (n->scale >= 6 && gz_value_work_sense(w, at, GZ_VALUE_OF) != NULL) {
            at++;
        }
        return gz_value_noun_plural(w, at) ? at : UINT32_MAX;
    default:
        return UINT32_MAX;
    }
}

// Small letters, in a buffer that holds any that is not too long.
static size_t fold_word(struct gz_str word, char out[NOUN_BYTES])
{
    size_t len = 0;
    size_t pos = 0;
    while (pos < word.len_bytes && len + 4 < NOUN_BYTES) {
        const uint32_t cp = gz_nfc_next(word, &pos);
        if (!gz_fold_drops(cp)) {
            len += gz_utf8_put(gz_fold_cp(cp, (unsigned)GZ_FOLD_WIDTH |
                                                  (unsigned)GZ_FOLD_CASE),
                               out + len);
        }
    }
    return pos == word.len_bytes ? len : 0;
}

// The singular of a regular English plural, in place.
static size_t singular(char *word, size_t len)
{
    static const char *const sibilants[] = {"sses", "shes", "ches", "xes",
                                            "zes"};
    const struct gz_str plural = gz_str_of(word, len);
    if (ends(plural, "ies") && len > 4) {
        word[len - 3] = 'y';
        return len - 2;
    }
    const size_t count = sizeof(sibilants) / sizeof(*sibilants);
    return ends_with_any(plural, sibilants, count) ? len - 2 : len - 1;
}

bool gz_value_noun_read(struct gz_value_work *w,
                        const struct gz_value_number *n, struct gz_str *unit,
                        uint32_t *end)
{
    int year;
    char folded[NOUN_BYTES];
    if (n->ordinal || (n->tail.len_bytes > 0 && !n->letter) ||
        !gz_value_noun_leads(w, n->begin_token - 1) ||
        (n->end_token == n->begin_token + 1 &&
         gz_value_number_year(w, n->begin_token, &year))) {
        return false;
    }
    const uint32_t at = find_noun(w, n);
    if (at == UINT32_MAX) {
        return false;
    }
    *end = at + 1;
    const struct gz_value_sense *s =
        gz_value_work_sense(w, at, GZ_VALUE_IRREGULAR);
    if (s != NULL) {
        *unit = gz_value_words_text(s->argument);
        return true;
    }
    size_t len = fold_word(gz_value_work_text(w, at), folded);
    if (len == 0) {
        return false;
    }
    if (w->languages == GZ_VALUE_EN) {
        len = singular(folded, len);
    } else if (w->languages != GZ_VALUE_DE) {
        len--;
    }
    *unit = gz_value_work_copy(w, folded, len);
    return unit->len_bytes > 0;
}
