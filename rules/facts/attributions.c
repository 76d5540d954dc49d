#include "rules/facts/attributions.h"

#include "rules/facts/quotations.h"
#include "rules/facts/source_reach.h"
#include "rules/resolve/draft.h"

// A quotation that was never closed would go on to the article's end.
enum { QUOTED_SENTENCES = 20 };

// An attribution with where it counts.
struct source {
    struct gz_attribution what;
    struct gz_span verb;  // nothing, where no words say that it speaks
    struct gz_source_place place;
    int32_t priority;
};

struct attributor {
    const struct gz_fact_sources *in;
    struct source *sources;  // by place
    uint32_t count;
    // A quotation, by sentence; NULL until somebody asks.
    const bool *inside[GZ_FIELD_COUNT];
    struct gz_source_reach reach;
};

static bool is_attribution(const struct gz_fact_sources *in,
                           const struct gz_match *m)
{
    return in->rules->rules[m->rule].kind == GZ_RULE_ATTRIBUTION;
}

static uint32_t count_sources(const struct gz_fact_sources *in)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < in->matches->count; i++) {
        const struct gz_match *m = &in->matches->items[i];
        if (!is_attribution(in, m)) {
            continue;
        }
        const struct gz_capture *c =
            gz_rule_parts_capture(in->parts, m, GZ_RULE_PART_SOURCE);
        count += c == NULL || c->item_count == 0 ? 1 : c->item_count;
    }
    return count;
}

static void trace(const struct attributor *a, const struct source *s,
                  enum gz_extract_outcome outcome, struct gz_str by)
{
    const struct gz_extract_step step = {
        .stage = GZ_EXTRACT_ATTRIBUTION,
        .outcome = outcome,
        .rule = s->what.rule,
        .span = s->what.span,
        .by = by,
        .reason = outcome == GZ_EXTRACT_DROPPED
                      ? "another rule finds the same source"
                      : NULL,
    };
    gz_extract_trace_add(a->in->trace, a->in->arena, &step);
}

// Two rules may find one source; the higher priority says what it is, then a
// longer text, then the first.
static void add(struct attributor *a, const struct source *s)
{
    for (uint32_t i = a->count; i > 0; i--) {
        struct source *known = &a->sources[i - 1];
        if (known->place.field != s->place.field ||
            known->place.sentence != s->place.sentence) {
            break;
        }
        if (!gz_fact_work_overlap(&known->what.span, &s->what.span)) {
            continue;
        }
        const uint32_t length = s->what.span.end_byte - s->what.span.begin_byte;
        const uint32_t known_length =
            known->what.span.end_byte - known->what.span.begin_byte;
        if (s->priority > known->priority ||
            (s->priority == known->priority && length > known_length)) {
            trace(a, known, GZ_EXTRACT_DROPPED, s->what.rule);
            *known = *s;
        } else {
            trace(a, s, GZ_EXTRACT_DROPPED, known->what.rule);
        }
        return;
    }
    a->sources[a->count++] = *s;
}

static void read_match(struct attributor *a, const struct gz_match *m)
{
    const struct gz_fact_sources *in = a->in;
    const struct gz_rule *rule = &in->rules->rules[m->rule];
    const struct gz_capture *source =
        gz_rule_parts_capture(in->parts, m, GZ_RULE_PART_SOURCE);
    const struct gz_capture *verb =
        gz_rule_parts_capture(in->parts, m, GZ_RULE_PART_VERB);
    struct source s = {
        .place = {m->field, m->sentence, m->begin_token, m->end_token},
        .priority = rule->priority};
    s.what = (struct gz_attribution){
        .kind = rule->attribution,
        .entity = GZ_FINDINGS_NONE,
        .rule = rule->id,
    };
    if (verb != NULL && verb->end_token > verb->begin_token) {
        s.what.verb = gz_draft_text(in->doc, m->field, verb->begin_token,
                                    verb->end_token);
        s.verb = gz_draft_span(in->doc, m->field, verb->begin_token,
                               verb->end_token);
    }
    const bool text = source == NULL || source->item_count == 0;
    const bool whole =
        source == NULL || source->end_token <= source->begin_token;
    for (uint32_t i = 0; i < (text ? 1 : source->item_count); i++) {
        const struct gz_item *item = text ? NULL : &source->items[i];
        s.what.span = gz_draft_span(in->doc, m->field,
                                    item != NULL ? item->begin_token
                                    : whole      ? m->begin_token
                                                 : source->begin_token,
                                    item != NULL ? item->end_token
                                    : whole      ? m->end_token
                                                 : source->end_token);
        s.what.entity = item == NULL || (item->ref & GZ_DRAFT_VALUE) != 0
                            ? GZ_FINDINGS_NONE
                            : in->findings->mentions[item->ref].entity;
        add(a, &s);
    }
}

static enum gz_status collect(struct attributor *a)
{
    const struct gz_fact_sources *in = a->in;
    a->sources = GZ_ARENA_ARRAY(in->arena, struct source, count_sources(in));
    if (a->sources == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < in->matches->count; i++) {
        if (is_attribution(in, &in->matches->items[i])) {
            read_match(a, &in->matches->items[i]);
        }
    }
    return GZ_OK;
}

static bool is_before(const struct source *s, enum gz_field field,
                      uint32_t sentence)
{
    return s->place.field < field ||
           (s->place.field == field && s->place.sentence < sentence);
}

// The sources of one sentence, which stand side by side.
static uint32_t find_run(const struct attributor *a, enum gz_field field,
                         uint32_t sentence, uint32_t *first)
{
    uint32_t low = 0;
    uint32_t high = a->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (is_before(&a->sources[middle], field, sentence)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *first = low;
    while (low < a->count && a->sources[low].place.field == field &&
           a->sources[low].place.sentence == sentence) {
        low++;
    }
    return low - *first;
}

// Of a sentence without sources of its own those of the one that began its
// quotation, else those of the one that ends it.
static uint32_t find_quoted(const struct attributor *a, enum gz_field field,
                            uint32_t sentence, uint32_t *first)
{
    const bool *inside = a->inside[field];
    const uint32_t sentences = a->in->doc->fields[field].sentences.count;
    uint32_t count = 0;
    for (uint32_t back = 0; count == 0 && back < QUOTED_SENTENCES &&
                            back < sentence && inside[sentence - back];
         back++) {
        count = find_run(a, field, sentence - back - 1, first);
    }
    for (uint32_t s = sentence + 1;
         count == 0 && s <= sentence + QUOTED_SENTENCES && s < sentences &&
         inside[s];
         s++) {
        count = find_run(a, field, s, first);
    }
    return count;
}

static enum gz_status find_sources(struct attributor *a, enum gz_field field,
                                   uint32_t sentence, uint32_t *first,
                                   uint32_t *count)
{
    *count = find_run(a, field, sentence, first);
    if (*count > 0) {
        return GZ_OK;
    }
    if (a->inside[field] == NULL) {
        const enum gz_status st = gz_quotations_find(
            &a->in->doc->fields[field], a->in->arena, &a->inside[field]);
        if (st != GZ_OK) {
            return st;
        }
    }
    *count = find_quoted(a, field, sentence, first);
    return GZ_OK;
}

// Number the clauses of a field, once.
static enum gz_status read_clauses(struct attributor *a, enum gz_field field)
{
    const uint32_t tokens = a->in->doc->fields[field].tokens.count;
    if (a->reach.places[field] != NULL) {
        return GZ_OK;
    }
    bool *begins = GZ_ARENA_ARRAY(a->in->arena, bool, tokens);
    if (begins == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->sources[i].place.field == field) {
            begins[a->sources[i].place.begin_token] = true;
        }
    }
    return gz_source_reach_open(&a->reach, field, begins);
}

static bool takes_part(const struct gz_fact *fact, uint32_t entity)
{
    bool found = false;
    for (uint32_t i = 0; i < fact->role_count; i++) {
        found |= fact->roles[i].entity == entity;
    }
    return found && entity != GZ_FINDINGS_NONE;
}

// "Acme, which rents from Globex, said", "its president, Jane Roe, said", "said
// Jane Roe, its president": what is told of who speaks is not what is said.
static bool is_aside(const struct source *s, const struct gz_fact *fact)
{
    const struct gz_span *who = &s->what.span;
    const struct gz_span *evidence = &fact->evidence;
    if (s->verb.end_byte == 0 || !gz_fact_work_overlap(evidence, who)) {
        return false;
    }
    const bool behind = evidence->begin_byte >= who->begin_byte;
    return s->verb.begin_byte < who->begin_byte
               ? behind
               : evidence->end_byte <= s->verb.begin_byte &&
                     (behind || takes_part(fact, s->what.entity));
}

// Whether one of the sources of a sentence has a clause with a fact: then those
// of other clauses say nothing of it.
static bool has_near(const struct attributor *a, uint32_t first, uint32_t count,
                     const struct gz_match *fact)
{
    bool found = false;
    for (uint32_t i = first; i < first + count; i++) {
        found |= gz_source_reach_near(&a->reach, &a->sources[i].place, fact);
    }
    return found;
}

// Of sources, those that speak for a fact.
static uint32_t keep(const struct attributor *a, const struct gz_fact_draft *f,
                     uint32_t first, uint32_t count, struct gz_attribution *out)
{
    const struct gz_match *fact = f->match;
    const bool near = has_near(a, first, count, fact);
    uint32_t kept = 0;
    for (uint32_t i = first; i < first + count; i++) {
        const struct source *s = &a->sources[i];
        const bool speaks =
            s->place.sentence != fact->sentence ||
            (near ? gz_source_reach_near(&a->reach, &s->place, fact)
                  : gz_source_reach_far(&a->reach, &s->place, fact));
        if (speaks && !is_aside(s, &f->fact)) {
            out[kept++] = s->what;
        }
    }
    return kept;
}

static enum gz_status attribute(struct attributor *a, struct gz_fact_draft *f)
{
    uint32_t first = 0;
    uint32_t count = 0;
    enum gz_status st =
        find_sources(a, f->match->field, f->fact.sentence, &first, &count);
    if (st != GZ_OK || count == 0) {
        return st;
    }
    struct gz_attribution *all =
        GZ_ARENA_ARRAY(a->in->arena, struct gz_attribution, count);
    st = read_clauses(a, f->match->field);
    if (all == NULL || st != GZ_OK) {
        return GZ_LIMIT;
    }
    f->fact.attributions = all;
    f->fact.attribution_count = keep(a, f, first, count, all);
    return GZ_OK;
}

enum gz_status gz_attributions_apply(const struct gz_fact_sources *in,
                                     struct gz_fact_draft *facts,
                                     uint32_t count)
{
    struct attributor a = {.in = in, .reach = {.in = in}};
    if (count == 0 || count_sources(in) == 0) {
        return GZ_OK;
    }
    enum gz_status st = collect(&a);
    for (uint32_t i = 0; i < a.count && st == GZ_OK; i++) {
        trace(&a, &a.sources[i], GZ_EXTRACT_TAKEN, GZ_STR_LIT(""));
    }
    for (uint32_t i = 0; i < count && st == GZ_OK; i++) {
        st = attribute(&a, &facts[i]);
    }
    return st;
}
