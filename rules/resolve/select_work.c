// What candidates say for each other, and which reading of one is the best.

#include "rules/resolve/select_work.h"

#include "rules/resolve/shout.h"
#include "rules/resolve/ticker.h"

enum { EVIDENCE_BITS_MIN = 4 };

static bool comes_before(const struct gz_select_span *a,
                         const struct gz_select_span *b)
{
    if (a->field != b->field) {
        return a->field < b->field;
    }
    if (a->candidate->begin_token != b->candidate->begin_token) {
        return a->candidate->begin_token < b->candidate->begin_token;
    }
    if (a->candidate->end_token != b->candidate->end_token) {
        return a->candidate->end_token > b->candidate->end_token;
    }
    return a->order < b->order;
}

// Insertion sort: candidates come in the order of their words, so only those
// of one word can change places.
static void add_span(struct gz_select_work *s, struct gz_select_span span)
{
    uint32_t at = s->count++;
    for (; at > 0 && comes_before(&span, &s->spans[at - 1]); at--) {
        s->spans[at] = s->spans[at - 1];
    }
    s->spans[at] = span;
}

static enum gz_status collect(struct gz_select_work *s,
                              const struct gz_select_input *inputs,
                              uint32_t input_count)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < input_count; i++) {
        total += inputs[i].candidates.count;
    }
    s->spans = gz_arena_alloc(s->arena, total * sizeof(*s->spans));
    if (s->spans == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < input_count; i++) {
        for (uint32_t k = 0; k < inputs[i].candidates.count; k++) {
            const struct gz_select_span span = {
                .names = inputs[i].names,
                .candidate = &inputs[i].candidates.items[k],
                .field = inputs[i].field,
                .order = i,
                .number = k,
            };
            add_span(s, span);
        }
    }
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
static void find_shouted(struct gz_select_work *s)
{
    const struct gz_sentence *known = NULL;
    bool shout = false;
    for (uint32_t i = 0; i < s->count; i++) {
        struct gz_select_span *span = &s->spans[i];
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

static bool waits(const struct gz_select_span *span, const struct gz_reading *r)
{
    return (r->flags & GZ_NAME_CONTEXT) != 0 ||
           ((r->flags & GZ_NAME_WORD) != 0 && span->shouted);
}

// The slot in which the entity of a reading is, or would be.
static uint64_t *evidence_slot(const struct gz_select_work *s,
                               const struct gz_reading *r, uint64_t *entity)
{
    // Never 0: no layer is the last of all numbers.
    *entity = ((uint64_t)r->layer + 1) << 32 | r->entity;
    const uint64_t mask = UINT64_MAX >> s->evidence_shift;
    uint64_t at = *entity * UINT64_C(0x9e3779b97f4a7c15) >> s->evidence_shift;
    while (s->evidence[at] != 0 && s->evidence[at] != *entity) {
        at = (at + 1) & mask;
    }
    return &s->evidence[at];
}

// A name is evidence when it has one reading and that waits for nothing.
static enum gz_status find_evidence(struct gz_select_work *s)
{
    s->evidence_shift = 64 - EVIDENCE_BITS_MIN;
    while (s->count > UINT64_MAX >> s->evidence_shift >> 1) {
        s->evidence_shift--;
    }
    s->evidence = GZ_ARENA_ARRAY(s->arena, uint64_t,
                                 UINT64_C(1) << (64 - s->evidence_shift));
    if (s->evidence == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < s->count; i++) {
        const struct gz_candidate *c = s->spans[i].candidate;
        const struct gz_reading *r = &c->readings[0];
        if (c->reading_count == 1 && (r->flags & GZ_NAME_TICKER) == 0 &&
            !waits(&s->spans[i], r)) {
            uint64_t entity;
            uint64_t *slot = evidence_slot(s, r, &entity);
            *slot = entity;
        }
    }
    return GZ_OK;
}

static bool is_evident(const struct gz_select_work *s,
                       const struct gz_reading *r)
{
    uint64_t entity;
    return *evidence_slot(s, r, &entity) != 0;
}

// The first span of the sorted array at or behind a token of a field.
static uint32_t first_span_at(const struct gz_select_work *s,
                              enum gz_field field, uint32_t token)
{
    uint32_t low = 0;
    uint32_t high = s->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const struct gz_select_span *m = &s->spans[middle];
        if (m->field < field ||
            (m->field == field && m->candidate->begin_token < token)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool lies_in(struct gz_str inner, const struct gz_layers *names,
                    const struct gz_reading *outer)
{
    const struct gz_str country = gz_gazetteer_value(inner, "country");
    const struct gz_str region = gz_gazetteer_value(inner, "region");
    const struct gz_str xids = gz_layers_details(names, outer).xids;
    return (country.len_bytes > 0 &&
            gz_str_eq(country, gz_gazetteer_value(xids, "iso2"))) ||
           (region.len_bytes > 0 && gz_layers_is_named(names, outer, region));
}

static bool any_reading_holds(const struct gz_select_span *outer,
                              struct gz_str inner)
{
    for (uint32_t i = 0; i < outer->candidate->reading_count; i++) {
        if (lies_in(inner, outer->names, &outer->candidate->readings[i])) {
            return true;
        }
    }
    return false;
}

// "Reading, England": the place is followed by what it lies in.
static bool is_followed_by_outer(const struct gz_select_work *s,
                                 const struct gz_select_span *span,
                                 const struct gz_reading *r)
{
    const struct gz_passage *passage = &s->doc->fields[span->field];
    const uint32_t comma = span->candidate->end_token;
    if (comma >= passage->tokens.count ||
        passage->text.ptr[passage->tokens.items[comma].begin_byte] != ',') {
        return false;
    }
    const struct gz_str inner = gz_layers_details(span->names, r).attributes;
    for (uint32_t i = first_span_at(s, span->field, comma + 1); i < s->count;
         i++) {
        const struct gz_select_span *outer = &s->spans[i];
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
static bool has_context(const struct gz_select_work *s,
                        const struct gz_select_span *span,
                        const struct gz_reading *r)
{
    return is_evident(s, r) || is_followed_by_outer(s, span, r);
}

// Whether a symbol is written as tickers are.
static bool is_ticker(const struct gz_select_work *s,
                      const struct gz_select_span *span,
                      const struct gz_reading *r)
{
    const struct gz_passage *passage = &s->doc->fields[span->field];
    const uint32_t begin = span->candidate->begin_token;
    const uint32_t end = span->candidate->end_token;
    return gz_ticker_form(passage->text, &passage->tokens, begin, end) ||
           (gz_ticker_in_brackets(passage->text, &passage->tokens, begin,
                                  end) &&
            is_evident(s, r));
}

// What speaks against a reading by itself, GZ_VERDICT_TAKEN for nothing.
enum gz_verdict gz_select_work_doubt(const struct gz_select_work *s,
                                     const struct gz_select_span *span,
                                     const struct gz_reading *r, bool *context)
{
    const bool doubtful = waits(span, r);
    *context = (doubtful || span->candidate->reading_count > 1) &&
               has_context(s, span, r);
    if (doubtful && !*context) {
        return (r->flags & GZ_NAME_CONTEXT) != 0 ? GZ_VERDICT_NO_CONTEXT
                                                 : GZ_VERDICT_SHOUTED;
    }
    if ((r->flags & GZ_NAME_TICKER) != 0 && !is_ticker(s, span, r)) {
        return GZ_VERDICT_NO_TICKER;
    }
    return GZ_VERDICT_TAKEN;
}

struct gz_select_choice gz_select_work_choose(const struct gz_select_work *s,
                                              const struct gz_select_span *span)
{
    struct gz_select_choice c = {0};
    const struct gz_candidate *candidate = span->candidate;
    for (uint32_t i = 0; i < candidate->reading_count; i++) {
        const struct gz_reading *r = &candidate->readings[i];
        bool context;
        if (gz_select_work_doubt(s, span, r, &context) != GZ_VERDICT_TAKEN) {
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

enum gz_status gz_select_work_init(struct gz_select_work *s,
                                   const struct gz_document *doc,
                                   const struct gz_select_input *inputs,
                                   uint32_t input_count, struct gz_arena *arena)
{
    *s = (struct gz_select_work){.doc = doc, .arena = arena};
    const enum gz_status st = collect(s, inputs, input_count);
    if (st != GZ_OK) {
        return st;
    }
    find_shouted(s);
    return find_evidence(s);
}

bool gz_select_work_is_covered(struct gz_select_end *end,
                               const struct gz_select_span *span)
{
    if (span->field != end->field) {
        *end = (struct gz_select_end){.field = span->field};
    }
    return span->candidate->begin_token < end->token;
}
