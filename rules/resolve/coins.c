#include "rules/resolve/coins.h"

#include <string.h>

#include "rules/types.h"
#include "rules/values/value_words.h"

// Countries beyond so many are too many to tell one.
enum { COUNTRIES = 64, LANGUAGES_ALL = 0xff };

struct country {
    int number;
    bool leads;  // in the title or the first sentence
};

struct countries {
    struct country items[COUNTRIES];
    uint32_t count;
    bool known;
};

static const struct gz_value_sense *sense_of(const struct gz_passage *passage,
                                             uint32_t token,
                                             enum gz_value_kind kind)
{
    const struct gz_value_entry *entry =
        gz_value_words_find(passage->tokens.keys[token]);
    const struct gz_token *t = &passage->tokens.items[token];
    return entry == NULL ? NULL
                         : gz_value_words_sense(
                               entry, kind, LANGUAGES_ALL,
                               gz_str_of(passage->text.ptr + t->begin_byte,
                                         t->end_byte - t->begin_byte));
}

// The coin that a value is in, where no word says of which country: the number
// of its noun, else -1.
static int bare_coin(const struct gz_passage *passage, const struct gz_value *v)
{
    int noun = -1;
    if (v->dim != GZ_DIM_MONEY) {
        return -1;
    }
    for (uint32_t t = v->core_begin_token; t < v->core_end_token; t++) {
        const struct gz_value_sense *coin =
            sense_of(passage, t, GZ_VALUE_COINWORD);
        if (sense_of(passage, t, GZ_VALUE_COUNTRY) != NULL) {
            return -1;
        }
        noun = coin == NULL ? noun : coin->argument;
    }
    return noun > GZ_VALUE_NOUN_YEN ? noun : -1;
}

static void add(struct countries *all, int number, bool leads)
{
    uint32_t i = 0;
    while (i < all->count && all->items[i].number != number) {
        i++;
    }
    if (i == all->count && i < COUNTRIES) {
        all->items[all->count++] = (struct country){number, false};
    }
    if (i < all->count) {
        all->items[i].leads |= leads;
    }
}

// Of media and of assets the country says little about the article.
static void find_countries(const struct gz_draft *draft, struct countries *all)
{
    const uint32_t title =
        draft->in.doc->fields[GZ_FIELD_TITLE].sentences.count;
    for (uint32_t i = 0; i < draft->mention_count && !all->known; i++) {
        const struct gz_draft_mention *m = &draft->mentions[i];
        const struct gz_draft_entity *e = &draft->entities[m->entity];
        const int number = gz_value_words_country(e->country);
        if (number != 0 &&
            !gz_type_is_a(e->entry.type, GZ_STR_LIT("Org/Media")) &&
            !gz_type_is_a(e->entry.type, GZ_STR_LIT("Asset"))) {
            add(all, number,
                gz_draft_sentence(draft->in.doc, m->field, m->begin_token) <=
                    title);
        }
    }
    all->known = true;
}

// The one code that a noun has in these countries, or nothing.
static struct gz_str one_code(const struct countries *all, int noun, bool leads)
{
    struct gz_str code = GZ_STR_LIT("");
    for (uint32_t i = 0; i < all->count; i++) {
        const struct gz_str own =
            gz_value_words_coin(noun, all->items[i].number);
        if (own.len_bytes == 0 || (leads && !all->items[i].leads)) {
            continue;
        }
        if (code.len_bytes > 0 && !gz_str_eq(code, own)) {
            return GZ_STR_LIT("");
        }
        code = own;
    }
    return code;
}

static struct gz_str code_of(const struct gz_draft *draft,
                             struct countries *all, enum gz_field field,
                             const struct gz_value *v)
{
    const int noun = bare_coin(&draft->in.doc->fields[field], v);
    if (noun < 0) {
        return GZ_STR_LIT("");
    }
    find_countries(draft, all);
    const struct gz_str code = one_code(all, noun, false);
    return code.len_bytes > 0 ? code : one_code(all, noun, true);
}

enum gz_status gz_coins_settle(const struct gz_draft *draft,
                               struct gz_values values[GZ_FIELD_COUNT])
{
    struct countries all = {.count = 0};
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        struct gz_value *copy = NULL;
        for (uint32_t i = 0; i < values[f].count; i++) {
            const struct gz_str code =
                code_of(draft, &all, (enum gz_field)f, &values[f].items[i]);
            if (code.len_bytes == 0) {
                continue;
            }
            if (copy == NULL) {
                copy = GZ_ARENA_ARRAY(draft->in.arena, struct gz_value,
                                      values[f].count);
                if (copy == NULL) {
                    return GZ_LIMIT;
                }
                memcpy(copy, values[f].items, values[f].count * sizeof(*copy));
                values[f].items = copy;
            }
            copy[i].unit = code;
        }
    }
    return GZ_OK;
}
