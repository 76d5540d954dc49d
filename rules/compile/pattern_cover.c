#include "rules/compile/pattern_cover.h"

#include <math.h>

#include "rules/compile/word_tokens.h"

// How often the commonest words and marks stand in a thousand tokens of news,
// roughly; what is not here is rarer.
static const struct frequency {
    const char *word;
    size_t len_bytes;
    double per_1000;
} frequencies[] = {
#define W(word, per_1000)                                                      \
    {                                                                          \
        word, sizeof(word) - 1, per_1000                                       \
    }
    W("the", 50),       W(",", 45),         W(".", 40),
    W("of", 23),        W("to", 23),        W("and", 21),
    W("a", 20),         W("in", 19),        W("'s", 12),
    W("-", 12),         W("\"", 12),        W("for", 9),
    W("on", 8),         W("that", 8),       W("is", 6.5),
    W("said", 6),       W("with", 6),       W("by", 5.5),
    W("was", 5.5),      W("it", 5),         W("at", 5),
    W("as", 5),         W("from", 4),       W("be", 4),
    W("has", 4),        W("have", 4),       W("are", 4),
    W("its", 3.5),      W("an", 3.5),       W("will", 3.2),
    W("he", 3.2),       W("his", 3),        W("$", 3),
    W("but", 2.8),      W("not", 2.8),      W("they", 2),
    W("been", 2),       W("this", 2),       W("would", 2),
    W("their", 2),      W("were", 2),       W("more", 2),
    W("who", 2),        W("which", 2),      W("(", 2),
    W(")", 2),          W("had", 2),        W("than", 2),
    W("after", 2),      W("we", 2),         W("or", 2),
    W("new", 2),        W("year", 2),       W("one", 1.8),
    W("up", 1.6),       W("i", 1.6),        W("about", 1.6),
    W("also", 1.6),     W("%", 1.5),        W(":", 1.5),
    W("company", 1.5),  W("percent", 1.5),  W("over", 1.3),
    W("last", 1.3),     W("two", 1.2),      W("she", 1.2),
    W("her", 1.2),      W("all", 1.2),      W("first", 1.2),
    W("into", 1.1),     W("could", 1.1),    W("can", 1),
    W("out", 1),        W("other", 1),      W("if", 1),
    W("when", 1),       W("there", 1),      W("market", 1),
    W("u.s.", 1),       W("government", 1), W("people", 1),
    W("million", 1),    W("billion", 1),    W("president", 0.8),
    W("minister", 0.6), W("shares", 0.6),   W("officials", 0.5),
};

// Items of a type in a thousand tokens.
static const struct frequency type_frequencies[] = {
    W("Org", 14),   W("Person", 14), W("Place", 14), W("Norp", 6),
    W("Value", 25), W("Money", 5),   W("Date", 9),   W("Percent", 4),
    W("Count", 8),  W("Country", 8), W("City", 6),   W("Company", 6),
#undef W
};

enum { OTHER_TYPE = 3 };

double gz_pattern_cover_word(struct gz_str word)
{
    for (size_t i = 0; i < sizeof(frequencies) / sizeof(*frequencies); i++) {
        const struct frequency *f = &frequencies[i];
        if (word.len_bytes == f->len_bytes &&
            gz_str_eq_nocase(word, gz_str_of(f->word, f->len_bytes))) {
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
static double list_frequency(const struct gz_rule_set *set, uint32_t list)
{
    const struct gz_rule_list *l = &set->lists[list];
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
        return list_frequency(c->program->set, state->u.span.first);
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

static const struct gz_cover_item *items_of(const struct gz_pattern_compiler *c)
{
    return (const struct gz_cover_item *)(const void *)c->covers.data;
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
        for (uint32_t i = 0; i < from->count; i++) {
            const struct gz_cover_item item = items_of(c)[from->first + i];
            gz_buffer_append(&c->covers, &item, sizeof(item));
        }
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
        const struct gz_cover *from = &parts[i].covers[k];
        for (uint32_t j = 0; j < from->count; j++) {
            const struct gz_cover_item item = items_of(c)[from->first + j];
            gz_buffer_append(&c->covers, &item, sizeof(item));
        }
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
