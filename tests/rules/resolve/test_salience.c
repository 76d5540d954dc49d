#include "rules/resolve/salience.h"

#include <math.h>

#include "tests/support/check.h"

static const struct gz_mention mentions[] = {
    {.zone = GZ_ZONE_TITLE, .field = GZ_FIELD_TITLE, .sentence = 0},
    {.zone = GZ_ZONE_BODY, .field = GZ_FIELD_BODY, .sentence = 0},
    {.zone = GZ_ZONE_BODY, .field = GZ_FIELD_BODY, .sentence = 3},
    {.zone = GZ_ZONE_BODY, .field = GZ_FIELD_BODY, .sentence = 4},
};

static const struct row {
    uint32_t indices[4];
    uint32_t count;
    uint32_t most;
    uint32_t roles;
    double want;
} rows[] = {
    {{0, 1, 2, 3}, 4, 4, 0, 1.0},  // everywhere: all terms in full
    {{0, 1, 2, 3}, 4, 4, 9, 1.0},  // and no more with facts
    {{2, 3}, 2, 4, 0, 0.2},        // half the mentions of the most mentioned
    {{1}, 1, 4, 0, 0.3},          {{0}, 1, 4, 0, 0.5}, {{2}, 1, 1, 0, 0.4},
    {{2}, 1, 1, 1, 0.475},  // a quarter of half of what is left
    {{2}, 1, 1, 4, 0.7},          {{2}, 1, 1, 5, 0.7},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_salience s =
            gz_salience_of(mentions, rows[i].indices, rows[i].count,
                           rows[i].most, rows[i].roles);
        CHECK(fabs(s.score - rows[i].want) < 1e-9);
        CHECK(fabs(s.title_term + s.first_sentence_term + s.mentions_term +
                   s.facts_term - s.score) < 1e-9);
        CHECK_EQ(s.mentions, rows[i].count);
    }
    return 0;
}
