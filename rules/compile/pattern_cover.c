#include "rules/compile/pattern_cover.h"

#include <math.h>
#include <string.h>

#include "rules/compile/word_tokens.h"

// How often the commonest words and marks stand in a thousand tokens of news,
// roughly; what is not here is rarer.
static const struct frequency {
    const char *word;
    double per_1000;
} frequencies[] = {
    {"the", 50},       {",", 45},        {".", 40},          {"of", 23},
    {"to", 23},        {"and", 21},      {"a", 20},          {"in", 19},
    {"'s", 12},        {"-", 12},        {"\"", 12},         {"for", 9},
    {"on", 8},         {"that", 8},      {"is", 6.5},        {"said", 6},
    {"with", 6},       {"by", 5.5},      {"was", 5.5},       {"it", 5},
    {"at", 5},         {"as", 5},        {"from", 4},        {"be", 4},
    {"has", 4},        {"have", 4},      {"are", 4},         {"its", 3.5},
    {"an", 3.5},       {"will", 3.2},    {"he", 3.2},        {"his", 3},
    {"$", 3},          {"but", 2.8},     {"not", 2.8},       {"they", 2},
    {"been", 2},       {"this", 2},      {"would", 2},       {"their", 2},
    {"were", 2},       {"more", 2},      {"who", 2},         {"which", 2},
    {"(", 2},          {")", 2},         {"had", 2},         {"than", 2},
    {"after", 2},      {"we", 2},        {"or", 2},          {"new", 2},
    {"year", 2},       {"one", 1.8},     {"up", 1.6},        {"i", 1.6},
    {"about", 1.6},    {"also", 1.6},    {"%", 1.5},         {":", 1.5},
    {"company", 1.5},  {"percent", 1.5}, {"over", 1.3},      {"last", 1.3},
    {"two", 1.2},      {"she", 1.2},     {"her", 1.2},       {"all", 1.2},
    {"first", 1.2},    {"into", 1.1},    {"could", 1.1},     {"can", 1},
    {"out", 1},        {"other", 1},     {"if", 1},          {"when", 1},
    {"there", 1},      {"market", 1},    {"u.s.", 1},        {"government", 1},
    {"people", 1},     {"million", 1},   {"billion", 1},     {"president", 0.8},
    {"minister", 0.6}, {"shares", 0.6},  {"officials", 0.5},
};

// Items of a type in a thousand tokens.
static const struct frequency type_frequencies[] = {
    {"Org", 14},   {"Person", 14}, {"Place", 14}, {"Norp", 6},
    {"Value", 25}, {"Money", 5},   {"Date", 9},   {"Percent", 4},
    {"Count", 8},  {"Country", 8}, {"City", 6},   {"Company", 6},
};

enum { OTHER_TYPE = 3 };

double gz_pattern_cover_word(struct gz_str word)
{
    const int first = word.len_bytes == 0 ? 0 : (uint8_t)word.ptr[0] | 0x20;
    for (size_t i = 0; i < sizeof(frequencies) / sizeof(*frequencies); i++) {
        const struct frequency *f = &frequencies[i];
        if (((uint8_t)f->word[0] | 0x20) == first &&
            gz_str_eq_nocase(word, gz_str_z(f->word))) {
            return f->per_1000;
        }
    }
    return 1.2 * exp2(-(double)word.len_bytes / 2);
}

static double type_frequency(struct gz_str names)
{
    const size_t rows = sizeof(type_frequencies) / sizeof(*type_frequencies);
    double sum = 0;
    while (names.ptr != NULL) {
        const struct gz_str path = gz_str_trim(gz_str_cut(&names, '|'));
        double one = OTHER_TYPE;
        for (size_t i = 0; i < rows; i++) {
            if (gz_str_is(path, type_frequencies[i].word)) {
                one = type_frequencies[i].per_1000;
            }
        }
        sum += one;
    }
    // The walk from an item goes further than that from a word, as a rule.
    return sum * 2;
}

// The sum over the first words of the phrases.
static double count_list(const struct gz_rule_list *l)
{
    double sum = 0;
    for (uint32_t i = 0; i < l->phrase_count; i++) {
        struct gz_str rest = l->phrases[i];
        double rarest = gz_pattern_cover_word(gz_str_cut(&rest, ' '));
        while (rest.ptr != NULL) {
            rarest =
                fmin(rarest, gz_pattern_cover_word(gz_str_cut(&rest, ' ')));
        }
        sum += rarest;
    }
    return sum;
}

// Counted once: rules use the same lists again and again.
static double list_frequency(const struct gz_pattern_compiler *c, uint32_t list)
{
    double *known = &c->list_per_1000[list];
    if (*known <= 0) {
        *known = count_list(&c->program->set->lists[list]);
    }
    return *known;
}

static double frequency(const struct gz_pattern_compiler *c,
                        const struct gz_state *state,
                        const struct gz_pattern *node, double per_1000)
{
    switch (state->kind) {
    case GZ_STATE_KEY:
    case GZ_STATE_KEYS:
    case GZ_STATE_LITERAL:
        return per_1000;
    case GZ_STATE_LIST:
        return list_frequency(c, state->u.span.first);
    case GZ_STATE_TYPE:
        return type_frequency(node->text);
    default:
        return INFINITY;
    }
}

void gz_pattern_cover_drop(struct gz_part *part)
{
    part->cover_count = 0;
}

void gz_pattern_cover_state(struct gz_pattern_compiler *c, struct gz_part *part,
                            const struct gz_pattern *node, double per_1000)
{
    gz_pattern_cover_drop(part);
    const double cost =
        frequency(c, gz_program_state(c->program, part->start), node, per_1000);
    if (isinf(cost) || gz_buffer_status(&c->covers) != GZ_OK) {
        return;
    }
    const struct gz_cover_item item = {.state = part->start};
    part->covers[0] =
        (struct gz_cover){(uint32_t)(c->covers.len / sizeof(item)), 1, cost};
    part->cover_count = 1;
    gz_buffer_append(&c->covers, &item, sizeof(item));
}

// Add the items of a cover to the last ones.
static void add_items(struct gz_pattern_compiler *c,
                      const struct gz_cover *cover)
{
    const size_t size = sizeof(struct gz_cover_item);
    uint8_t *to = gz_buffer_reserve(&c->covers, cover->count * size);
    if (to != NULL) {
        memcpy(to, c->covers.data + cover->first * size, cover->count * size);
        c->covers.len += cover->count * size;
    }
}

// Every further place that a match may begin at costs a try.
static double spread_cost(const struct gz_part *whole)
{
    const double spread = whole->max_tokens - whole->min_tokens;
    return 1 + fmin(spread, 25) / 8;
}

// Keep the cheapest covers, the first of equal ones.
static void insert(struct gz_part *part, const struct gz_cover *cover)
{
    uint32_t at = part->cover_count;
    if (at == GZ_COVERS_MAX) {
        if (cover->cost >= part->covers[at - 1].cost) {
            return;
        }
        at--;
    } else {
        part->cover_count++;
    }
    for (; at > 0 && cover->cost < part->covers[at - 1].cost; at--) {
        part->covers[at] = part->covers[at - 1];
    }
    part->covers[at] = *cover;
}

void gz_pattern_cover_sequence(struct gz_pattern_compiler *c,
                               struct gz_part *whole,
                               const struct gz_part *part)
{
    if (gz_buffer_status(&c->covers) != GZ_OK) {
        return;
    }
    for (uint32_t k = 0; k < part->cover_count; k++) {
        const struct gz_cover *from = &part->covers[k];
        const struct gz_cover to = {
            .first = (uint32_t)(c->covers.len / sizeof(struct gz_cover_item)),
            .count = from->count,
            .cost = from->cost * spread_cost(whole),
        };
        add_items(c, from);
        insert(whole, &to);
    }
}

// The k-th covers of all alternatives as one, if each has so many.
static bool join(struct gz_pattern_compiler *c, const struct gz_part *parts,
                 uint32_t count, uint32_t k, struct gz_cover *out)
{
    *out = (struct gz_cover){
        .first = (uint32_t)(c->covers.len / sizeof(struct gz_cover_item))};
    for (uint32_t i = 0; i < count; i++) {
        if (k >= parts[i].cover_count) {
            return false;
        }
        out->count += parts[i].covers[k].count;
        out->cost += parts[i].covers[k].cost;
    }
    for (uint32_t i = 0; i < count; i++) {
        add_items(c, &parts[i].covers[k]);
    }
    return true;
}

void gz_pattern_cover_choice(struct gz_pattern_compiler *c,
                             struct gz_part *whole, const struct gz_part *parts,
                             uint32_t count)
{
    struct gz_cover cover;
    gz_pattern_cover_drop(whole);
    for (uint32_t k = 0; k < GZ_COVERS_MAX; k++) {
        if (gz_buffer_status(&c->covers) != GZ_OK ||
            !join(c, parts, count, k, &cover)) {
            return;
        }
        insert(whole, &cover);
    }
}
