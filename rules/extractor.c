// The stages one after the other.  What a stage does is in its own file; here
// stands only in which order, and what is scratch.

#include "rules/extractor.h"

#include <stdlib.h>

#include "daemon/base/buffer.h"
#include "rules/facts/facts.h"
#include "rules/resolve/coins.h"
#include "rules/resolve/coref.h"
#include "rules/resolve/draft.h"
#include "rules/resolve/entities.h"
#include "rules/resolve/name_types.h"
#include "rules/resolve/quantities.h"
#include "rules/resolve/recast.h"
#include "rules/resolve/rule_mentions.h"
#include "rules/resolve/select.h"
#include "rules/resolve/short_forms.h"
#include "rules/resolve/supposed.h"
#include "rules/resolve/surroundings.h"
#include "rules/resolve/type_numbers.h"
#include "rules/values/values.h"

enum { SCRATCH_BYTES = 64 * 1024 };

struct gz_extractor {
    struct gz_ruleset *ruleset;  // a reference of its own
    const struct gz_rule_set *rules;
    const struct gz_program *program;
    struct gz_matcher *matcher;    // owned; NULL without rules
    struct gz_rule_parts *parts;   // owned
    struct gz_supposed *supposed;  // owned
    struct gz_type_numbers types;
    struct gz_proper_names proper;
    struct gz_buffer scratch;
};

// One article on its way.
struct extraction {
    struct gz_extractor *x;
    const struct gz_document *doc;
    const struct gz_extract_options *options;
    struct gz_arena *arena;
    struct gz_select_input names[GZ_FIELD_COUNT];
    struct gz_candidates candidates[GZ_FIELD_COUNT];
    struct gz_values values[GZ_FIELD_COUNT];
    struct gz_items items[GZ_FIELD_COUNT];
    struct gz_matches matches;  // of the last stage
    uint64_t match_count;       // of all
    struct gz_draft draft;
};

struct gz_extractor *gz_extractor_new(struct gz_ruleset *rules)
{
    struct gz_extractor *x = calloc(1, sizeof(*x));
    if (x == NULL) {
        return NULL;
    }
    x->ruleset = gz_ruleset_ref(rules);
    x->rules = gz_ruleset_rules(rules);
    x->program = gz_ruleset_program(rules);
    x->parts = gz_rule_parts_new(x->rules);
    x->supposed = gz_supposed_new(x->rules);
    gz_type_numbers_init(&x->types, x->rules == NULL ? NULL : x->rules->types);
    gz_proper_names_init(&x->proper);
    gz_buffer_init(&x->scratch, SCRATCH_BYTES);
    if (x->program != NULL) {
        x->matcher = gz_matcher_new(x->program);
    }
    if (x->parts == NULL || x->supposed == NULL ||
        (x->program != NULL && x->matcher == NULL)) {
        gz_extractor_free(x);
        return NULL;
    }
    return x;
}

void gz_extractor_free(struct gz_extractor *x)
{
    if (x != NULL) {
        gz_matcher_free(x->matcher);
        free(x->parts);
        gz_supposed_free(x->supposed);
        gz_buffer_fini(&x->scratch);
        gz_ruleset_unref(x->ruleset);
        free(x);
    }
}

struct gz_matcher *gz_extractor_matcher(struct gz_extractor *x)
{
    return x->matcher;
}

static enum gz_status find_names(struct extraction *e)
{
    const struct gz_layers *names = gz_ruleset_names(e->x->ruleset);
    enum gz_status st = GZ_OK;
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        const struct gz_passage *passage = &e->doc->fields[f];
        st = gz_layers_find(names, passage->text, &passage->tokens, e->arena,
                            &e->candidates[f]);
        e->names[f] = (struct gz_select_input){
            .names = names,
            .field = (enum gz_field)f,
            .candidates = e->candidates[f],
        };
    }
    return st;
}

static enum gz_status find_values(struct extraction *e)
{
    const struct gz_values_context context = {
        .reference_ms = e->options->reference_ms,
        .language = e->doc->language,
    };
    enum gz_status st = GZ_OK;
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        st = gz_values_find(&e->doc->fields[f], &context, e->arena,
                            &e->values[f]);
    }
    return st;
}

static enum gz_status begin_draft(struct extraction *e)
{
    struct gz_selection selection;
    const struct gz_draft_sources sources = {
        .doc = e->doc,
        .names = gz_ruleset_names(e->x->ruleset),
        .rules = e->x->rules,
        .candidates = e->candidates,
        .types = &e->x->types,
        .proper = &e->x->proper,
        .parts = e->x->parts,
        .scratch = &e->x->scratch,
        .arena = e->arena,
        .trace = e->options->trace,
    };
    const enum gz_status st =
        gz_select(e->doc, e->names, GZ_FIELD_COUNT, e->arena, &selection);
    return st == GZ_OK ? gz_draft_init(&e->draft, &sources, &selection) : st;
}

// Run a stage over the draft as it is.
static enum gz_status match(struct extraction *e, enum gz_stage stage,
                            uint32_t stratum)
{
    enum gz_status st = gz_draft_items(&e->draft, e->values, e->items);
    if (st == GZ_OK) {
        st = gz_matcher_run(e->x->matcher, stage, stratum, e->items, e->arena,
                            &e->matches);
        e->match_count += e->matches.count;
    }
    return st;
}

static enum gz_status make_mentions(struct extraction *e)
{
    const uint32_t strata = gz_program_strata(e->x->program);
    enum gz_status st = GZ_OK;
    for (uint32_t s = 0; s < strata && st == GZ_OK; s++) {
        st = match(e, GZ_STAGE_MENTION, s);
        if (st == GZ_OK) {
            st = gz_rule_mentions_add(&e->draft, &e->matches, s);
        }
        gz_quantities_clear(&e->draft, e->values);
    }
    gz_name_types_unite(&e->draft);
    return st;
}

static enum gz_status change_mentions(struct extraction *e)
{
    enum gz_status st = match(e, GZ_STAGE_RECAST, 0);
    if (st == GZ_OK) {
        st = gz_recast_apply(&e->draft, gz_ruleset_countries(e->x->ruleset),
                             &e->matches);
    }
    if (st == GZ_OK) {
        st = match(e, GZ_STAGE_COREF, 0);
    }
    if (st == GZ_OK) {
        st = gz_coref_add(&e->draft, &e->matches);
    }
    return st == GZ_OK ? gz_supposed_find(e->x->supposed, e->values, &e->draft)
                       : st;
}

static enum gz_status find_facts(struct extraction *e,
                                 struct gz_findings *findings)
{
    enum gz_status st = match(e, GZ_STAGE_FACT, 0);
    const struct gz_fact_sources sources = {
        .doc = e->doc,
        .rules = e->x->rules,
        .parts = e->x->parts,
        .findings = findings,
        .matches = &e->matches,
        .arena = e->arena,
        .trace = e->options->trace,
    };
    if (st == GZ_OK) {
        st = gz_facts_find(&sources, findings);
    }
    return st == GZ_OK && !e->options->keep_supposed
               ? gz_supposed_settle(findings, e->arena, e->options->trace)
               : st;
}

// From now on the article is what the rules see of it.
static enum gz_status begin_rules(struct extraction *e)
{
    struct gz_matcher *matcher = e->x->matcher;
    const enum gz_status st =
        gz_matcher_begin(matcher, e->doc, e->options->budget, e->arena);
    e->doc = gz_matcher_document(matcher);
    return st;
}

static enum gz_status resolve(struct extraction *e)
{
    struct gz_matcher *matcher = e->x->matcher;
    enum gz_status st = matcher == NULL ? GZ_OK : begin_rules(e);
    if (st == GZ_OK) {
        st = begin_draft(e);
    }
    if (st == GZ_OK && matcher != NULL) {
        st = make_mentions(e);
    }
    if (st == GZ_OK) {
        st = gz_short_forms_add(&e->draft);
        gz_surroundings_origins(&e->draft);
    }
    if (st == GZ_OK) {
        st = gz_coins_settle(&e->draft, e->values);
    }
    return st == GZ_OK && matcher != NULL ? change_mentions(e) : st;
}

static enum gz_status conclude(struct extraction *e, struct gz_findings *out)
{
    struct gz_matcher *matcher = e->x->matcher;
    enum gz_status st = gz_entities_group(&e->draft, out);
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        out->values[f] = e->values[f];
    }
    if (st == GZ_OK && matcher != NULL) {
        st = find_facts(e, out);
        out->truncated = gz_matcher_truncated(matcher);
        out->rule_matches = e->match_count;
        out->rule_steps = gz_matcher_steps(matcher);
    }
    return st == GZ_OK ? gz_entities_weigh(out, e->arena) : st;
}

enum gz_status gz_extractor_run(struct gz_extractor *x,
                                const struct gz_document *doc,
                                const struct gz_extract_options *options,
                                struct gz_arena *arena, struct gz_findings *out)
{
    struct extraction e = {
        .x = x, .doc = doc, .options = options, .arena = arena};
    *out = (struct gz_findings){0};
    enum gz_status st = find_names(&e);
    if (st == GZ_OK && (x->matcher != NULL || !options->without_values)) {
        st = find_values(&e);
    }
    if (st == GZ_OK) {
        st = resolve(&e);
    }
    if (st == GZ_OK) {
        st = conclude(&e, out);
    }
    if (st != GZ_OK) {
        *out = (struct gz_findings){0};
    }
    return st;
}
