#include "rules/resolve/salience.h"

#include <assert.h>

// The weights add up to 1.
static const double title_weight = 0.4;
static const double first_sentence_weight = 0.2;
static const double mentions_weight = 0.4;

// What roles in facts are worth beside what the terms above leave to 1.
static const double facts_share = 0.5;
enum { ROLES_MOST = 4 };

// Three decimals say all there is, and print as such.  As round() does it,
// which is a call where no instruction can be counted on.
static double rounded(double term)
{
    assert(term >= 0 && term < 2);
    const double parts = term * 1000;
    const double whole = (double)(int32_t)parts;
    return (parts - whole >= 0.5 ? whole + 1 : whole) / 1000;
}

struct gz_salience gz_salience_of(const struct gz_mention *mentions,
                                  const uint32_t *indices, uint32_t count,
                                  uint32_t most, uint32_t roles)
{
    assert(count > 0 && most >= count);

    struct gz_salience s = {.mentions = count};
    for (uint32_t i = 0; i < count; i++) {
        const struct gz_mention *m = &mentions[indices[i]];
        s.in_title |= m->zone == GZ_ZONE_TITLE;
        s.first_sentence |= m->zone == GZ_ZONE_BODY && m->sentence == 0;
    }
    s.title_term = s.in_title ? title_weight : 0;
    s.first_sentence_term = s.first_sentence ? first_sentence_weight : 0;
    s.mentions_term = rounded(mentions_weight * count / most);
    const double before =
        s.title_term + s.first_sentence_term + s.mentions_term;
    const uint32_t counted = roles < ROLES_MOST ? roles : ROLES_MOST;
    s.facts_term = rounded((1 - before) * facts_share * counted / ROLES_MOST);
    s.score = rounded(before + s.facts_term);
    return s;
}
