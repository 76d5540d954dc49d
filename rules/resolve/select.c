#include "rules/resolve/select.h"

#include <stdlib.h>

#include "rules/resolve/shout.h"
#include "rules/resolve/ticker.h"

enum { ALTERNATIVES_MAX = 8 };

// How sure a link is by the way it was made; the highest stays below 1 so
// that rules have room above it.
static const double link_scores[GZ_LINK_COUNT] = {
    [GZ_LINK_UNIQUE] = 0.95,
    [GZ_LINK_CONTEXT] = 0.9,
    [GZ_LINK_PRIORITY] = 0.75,
    [GZ_LINK_NAME_ONLY] = 0.5,
};

// One candidate with where it came from.
struct span {
    const struct gz_gazetteer *gazetteer;
    const struct gz_candidate *candidate;
    enum gz_field field;
    uint32_t order;  // of its list: breaks ties
    bool shouted;    // a reading is a word too, and all around is in capitals
};

struct selector {
    const struct gz_document *doc;
    struct gz_arena *arena;
    struct span *spans;
    uint32_t count;
    // Ids that the article names without doubt, as sorted hashes: should two
    // ids ever share one, a name would only be heard that should be quiet.
    uint64_t *evidence;
    uint32_t evidence_count;
};

static uint64_t id_hash(const struct span *span, const struct gz_reading *r)
{
    return gz_gazetteer_id_hash(span->gazetteer, r->entity);
}

static int compare_spans(const void *left, const void *right)
{
    const struct span *a = left;
    const struct span *b = right;
    if (a->field != b->field) {
        return a->field < b->field ? -1 : 1;
    }
    if (a->candidate->begin_token != b->candidate->begin_token) {
        return a->candidate->begin_token < b->candidate->begin_token ? -1 : 1;
    }
    if (a->candidate->end_token != b->candidate->end_token) {
        return a->candidate->end_token > b->candidate->end_token ? -1 : 1;
    }
    return (a->order > b->order) - (a->order < b->order);
}

static enum gz_status collect(struct selector *s,
                              const struct gz_select_input *inputs,
                              uint32_t input_count)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < input_count; i++) {
        total += inputs[i].candidates.count;
    }
    s->spans = GZ_ARENA_ARRAY(s->arena, struct span, total);
    if (s->spans == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < input_count; i++) {
        for (uint32_t k = 0; k < inputs[i].candidates.count; k++) {
            s->spans[s->count++] = (struct span){
                .gazetteer = inputs[i].gazetteer,
                .candidate = &inputs[i].candidates.items[k],
                .field = inputs[i].field,
                .order = i,
            };
        }
    }
    qsort(s->spans, s->count, sizeof(*s->spans), compare_spans);
    return GZ_OK;
}

static bool has_flag(const struct gz_candidate *c, enum gz_name_flags flag)
{
    for (uint32_t i = 0; i < c->reading_count; i++) {
        if ((c->readings[i].flags & (unsigned)flag) != 0) {
            return true;
        }
    }
    return false;
}

// Spans come in the order of the text, so each sentence is read once.
static void find_shouted(struct selector *s)
{
    const struct gz_sentence *known = NULL;
    bool shout = false;
    for (uint32_t i = 0; i < s->count; i++) {
        struct span *span = &s->spans[i];
        if (!has_flag(span->candidate, GZ_NAME_WORD)) {
            continue;
        }
        const struct gz_passage *passage = &s->doc->fields[span->field];
        const uint32_t at = gz_document_sentence(s->doc, span->field,
                                                 span->candidate->begin_token);
        const struct gz_sentence *sentence = &passage->sentences.items[at];
        if (sentence != known) {
            known = sentence;
            shout = gz_shout_is(passage, sentence);
        }
        span->shouted = shout;
    }
}

static bool waits(const struct span *span, const struct gz_reading *r)
{
    return (r->flags & GZ_NAME_CONTEXT) != 0 ||
           ((r->flags & GZ_NAME_WORD) != 0 && span->shouted);
}

static int compare_hashes(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

// A name is evidence when it has one reading and that waits for nothing.
static enum gz_status find_evidence(struct selector *s)
{
    s->evidence = GZ_ARENA_ARRAY(s->arena, uint64_t, s->count);
    if (s->evidence == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < s->count; i++) {
        const struct gz_candidate *c = s->spans[i].candidate;
        const struct gz_reading *r = &c->readings[0];
        if (c->reading_count == 1 && (r->flags & GZ_NAME_TICKER) == 0 &&
            !waits(&s->spans[i], r)) {
            s->evidence[s->evidence_count++] = id_hash(&s->spans[i], r);
        }
    }
    qsort(s->evidence, s->evidence_count, sizeof(*s->evidence), compare_hashes);
    return GZ_OK;
}

static bool is_evident(const struct selector *s, const struct span *span,
                       const struct gz_reading *r)
{
    const uint64_t hash = id_hash(span, r);
    return s->evidence_count > 0 &&
           bsearch(&hash, s->evidence, s->evidence_count, sizeof(hash),
                   compare_hashes) != NULL;
}

// The first span of the sorted array at or behind a token of a field.
static uint32_t first_span_at(const struct selector *s, enum gz_field field,
                              uint32_t token)
{
    uint32_t low = 0;
    uint32_t high = s->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const struct span *m = &s->spans[middle];
        if (m->field < field ||
            (m->field == field && m->candidate->begin_token < token)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool lies_in(struct gz_str inner, const struct gz_gazetteer *g,
                    uint32_t outer)
{
    const struct gz_str country = gz_gazetteer_value(inner, "country");
    const struct gz_str region = gz_gazetteer_value(inner, "region");
    const struct gz_str xids = gz_gazetteer_details(g, outer).xids;
    return (country.len_bytes > 0 &&
            gz_str_eq(country, gz_gazetteer_value(xids, "iso2"))) ||
           (region.len_bytes > 0 && gz_gazetteer_is_named(g, outer, region));
}

static bool any_reading_holds(const struct span *outer, struct gz_str inner)
{
    for (uint32_t i = 0; i < outer->candidate->reading_count; i++) {
        if (lies_in(inner, outer->gazetteer,
                    outer->candidate->readings[i].entity)) {
            return true;
        }
    }
    return false;
}

// "Reading, England": the place is followed by what it lies in.
static bool is_followed_by_outer(const struct selector *s,
                                 const struct span *span,
                                 const struct gz_reading *r)
{
    const struct gz_passage *passage = &s->doc->fields[span->field];
    const uint32_t comma = span->candidate->end_token;
    if (comma >= passage->tokens.count ||
        passage->text.ptr[passage->tokens.items[comma].begin_byte] != ',') {
        return false;
    }
    const struct gz_str inner =
        gz_gazetteer_details(span->gazetteer, r->entity).attributes;
    for (uint32_t i = first_span_at(s, span->field, comma + 1); i < s->count;
         i++) {
        const struct span *outer = &s->spans[i];
        if (outer->field != span->field ||
            outer->candidate->begin_token != comma + 1) {
            break;
        }
        if (any_reading_holds(outer, inner)) {
            return true;
        }
    }
    return false;
}

// Whether the article supports a reading beyond its being spelled so.
static bool has_context(const struct selector *s, const struct span *span,
                        const struct gz_reading *r)
{
    return is_evident(s, span, r) || is_followed_by_outer(s, span, r);
}

// Whether a symbol is written as tickers are.
static bool is_ticker(const struct selector *s, const struct span *span,
                      const struct gz_reading *r)
{
    const struct gz_passage *passage = &s->doc->fields[span->field];
    const uint32_t begin = span->candidate->begin_token;
    const uint32_t end = span->candidate->end_token;
    return gz_ticker_form(passage->text, &passage->tokens, begin, end) ||
           (gz_ticker_in_brackets(passage->text, &passage->tokens, begin,
                                  end) &&
            is_evident(s, span, r));
}

// What is known of the readings of one span.
struct choice {
    const struct gz_reading *best;  // NULL: none counts here
    bool best_has_context;
    uint32_t allowed;
};

static struct choice choose(const struct selector *s, const struct span *span)
{
    struct choice c = {0};
    const struct gz_candidate *candidate = span->candidate;
    for (uint32_t i = 0; i < candidate->reading_count; i++) {
        const struct gz_reading *r = &candidate->readings[i];
        const bool doubtful = waits(span, r);
        const bool context = (doubtful || candidate->reading_count > 1) &&
                             has_context(s, span, r);
        if ((doubtful && !context) ||
            ((r->flags & GZ_NAME_TICKER) != 0 && !is_ticker(s, span, r))) {
            continue;
        }
        c.allowed++;
        // Readings come by priority, so only context can beat an earlier one.
        if (c.best == NULL || (context && !c.best_has_context)) {
            c.best = r;
            c.best_has_context = context;
        }
    }
    return c;
}

static enum gz_status list_alternatives(const struct selector *s,
                                        const struct span *span,
                                        const struct gz_reading *best,
                                        struct gz_link *link)
{
    const struct gz_candidate *c = span->candidate;
    if (c->reading_count < 2) {
        return GZ_OK;
    }
    struct gz_str *ids =
        GZ_ARENA_ARRAY(s->arena, struct gz_str, ALTERNATIVES_MAX);
    if (ids == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0;
         i < c->reading_count && link->alternative_count < ALTERNATIVES_MAX;
         i++) {
        struct gz_entry entry;
        if (&c->readings[i] == best) {
            continue;
        }
        const enum gz_status st = gz_gazetteer_entry(
            span->gazetteer, c->readings[i].entity, s->arena, &entry);
        if (st != GZ_OK) {
            return st;
        }
        ids[link->alternative_count++] = entry.id;
    }
    link->alternatives = ids;
    return GZ_OK;
}

static enum gz_status describe(const struct selector *s,
                               const struct span *span,
                               const struct choice *choice,
                               struct gz_selected *out)
{
    enum gz_link_method method = GZ_LINK_UNIQUE;
    if (choice->best_has_context) {
        method = GZ_LINK_CONTEXT;
    } else if (choice->allowed > 1) {
        method = GZ_LINK_PRIORITY;
    }
    *out = (struct gz_selected){
        .field = span->field,
        .begin_token = span->candidate->begin_token,
        .end_token = span->candidate->end_token,
        .how = choice->best->how,
        .link = {.method = method, .score = link_scores[method]},
    };
    const enum gz_status st = gz_gazetteer_entry(
        span->gazetteer, choice->best->entity, s->arena, &out->entry);
    return st == GZ_OK ? list_alternatives(s, span, choice->best, &out->link)
                       : st;
}

static enum gz_status take(const struct selector *s, struct gz_selection *out)
{
    struct gz_selected *items =
        GZ_ARENA_ARRAY(s->arena, struct gz_selected, s->count);
    if (items == NULL) {
        return GZ_LIMIT;
    }
    out->items = items;

    enum gz_field field = GZ_FIELD_TITLE;
    uint32_t free_token = 0;
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < s->count && st == GZ_OK; i++) {
        const struct span *span = &s->spans[i];
        if (span->field != field) {
            field = span->field;
            free_token = 0;
        }
        if (span->candidate->begin_token < free_token) {
            continue;
        }
        const struct choice choice = choose(s, span);
        if (choice.best != NULL) {
            st = describe(s, span, &choice, &items[out->count++]);
            free_token = span->candidate->end_token;
        }
    }
    return st;
}

enum gz_status gz_select(const struct gz_document *doc,
                         const struct gz_select_input *inputs,
                         uint32_t input_count, struct gz_arena *arena,
                         struct gz_selection *out)
{
    struct selector s = {.doc = doc, .arena = arena};
    *out = (struct gz_selection){0};
    enum gz_status st = collect(&s, inputs, input_count);
    if (st == GZ_OK) {
        find_shouted(&s);
        st = find_evidence(&s);
    }
    if (st == GZ_OK) {
        st = take(&s, out);
    }
    return st;
}
