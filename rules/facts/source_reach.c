#include "rules/facts/source_reach.h"

#include "rules/facts/quotations.h"
#include "rules/resolve/draft.h"

// How many words a conjunction may stand before a source that it leads to:
// "and a senior official said".
enum { LEAD_TOKENS = 3 };

// What begins a clause behind a conjunction: somebody, or a source.
struct subjects {
    const struct gz_fact_sources *in;
    enum gz_field field;
    const bool *sources;  // of each token, whether a source begins there
};

static bool begins_subject(const void *context, uint32_t token)
{
    const struct subjects *s = context;
    return s->sources[token] || gz_fact_work_mention(s->in->findings, s->field,
                                                     token) != GZ_FINDINGS_NONE;
}

enum gz_status gz_source_reach_open(struct gz_source_reach *r,
                                    enum gz_field field, const bool *begins)
{
    const struct gz_passage *passage = &r->in->doc->fields[field];
    struct gz_clause_place *places = GZ_ARENA_ARRAY(
        r->in->arena, struct gz_clause_place, passage->tokens.count);
    const struct subjects subjects = {r->in, field, begins};
    if (places == NULL) {
        return GZ_LIMIT;
    }
    gz_clauses_number(passage, begins_subject, &subjects, places);
    r->places[field] = places;
    return GZ_OK;
}

bool gz_source_reach_near(const struct gz_source_reach *r,
                          const struct gz_source_place *s,
                          const struct gz_match *fact)
{
    const struct gz_clause_place *places = r->places[s->field];
    return places[s->begin_token].clause <=
               places[fact->end_token - 1].clause &&
           places[fact->begin_token].clause <= places[s->end_token - 1].clause;
}

// The conjunction that leads to a source, so that nothing before is its word:
// "Acme grew, while Globex said".  Or GZ_FINDINGS_NONE.
static uint32_t lead_of(const struct gz_source_reach *r,
                        const struct gz_source_place *s)
{
    const struct gz_clause_place *places = r->places[s->field];
    for (uint32_t t = s->begin_token; t > 0 && t + LEAD_TOKENS > s->begin_token;
         t--) {
        const uint32_t before = t > 1 ? places[t - 2].clause : 0;
        if (places[t - 1].clause != before) {
            return t - 1;
        }
    }
    return GZ_FINDINGS_NONE;
}

// "Acme grew, as Globex said", "As Globex said, Acme grew".
static bool is_as(const struct gz_source_reach *r,
                  const struct gz_source_place *s, uint32_t token)
{
    const struct gz_passage *passage = &r->in->doc->fields[s->field];
    const uint32_t first = passage->sentences.items[s->sentence].first_token;
    return (token == first || gz_passage_is_mark(passage, token - 1, ',')) &&
           gz_passage_is(passage, token, GZ_GRAMMAR_QUOTATIVE);
}

// Whether a source ends what it says: "Acme grew, Globex said, while ...".
static bool is_last(const struct gz_source_reach *r,
                    const struct gz_source_place *s)
{
    const struct gz_passage *passage = &r->in->doc->fields[s->field];
    const struct gz_tokens *tokens = &passage->tokens;
    uint32_t end = s->end_token;
    end += end < tokens->count &&
           gz_passage_is(passage, end, GZ_GRAMMAR_SPEECH_VERB);
    return end + 1 < tokens->count && gz_passage_is_mark(passage, end, ',') &&
           gz_quotations_mark(passage->text, &tokens->items[end + 1]) ==
               GZ_QUOTE_NONE;
}

// Who speaks in the clause that a sentence begins with does not: "After Globex
// said no, Acme grew".
bool gz_source_reach_far(const struct gz_source_reach *r,
                         const struct gz_source_place *s,
                         const struct gz_match *fact)
{
    const struct gz_passage *passage = &r->in->doc->fields[s->field];
    const struct gz_clause_place *places = r->places[s->field];
    const uint32_t first = passage->sentences.items[s->sentence].first_token;
    const uint32_t lead = lead_of(r, s);
    const uint32_t begin = lead < s->begin_token ? lead : s->begin_token;
    const bool before = s->begin_token < fact->begin_token;
    return places[s->begin_token].part == places[fact->begin_token].part &&
           !(before && begin > first && is_last(r, s)) &&
           (lead == GZ_FINDINGS_NONE || is_as(r, s, lead) ||
            (before && lead != first));
}
