#include "daemon/commands/example_lab.h"

#include <stdlib.h>

#include "rules/extractor.h"
#include "rules/finding_items.h"

struct gz_example_lab {
    struct gz_ruleset *rules;
    struct gz_extractor *extractor;
    struct gz_matcher *matcher;  // for rules that leave no finding themselves
    struct gz_arena *arena;      // of one run
};

struct gz_example_lab *gz_example_lab_new(struct gz_ruleset *rules)
{
    struct gz_example_lab *lab = calloc(1, sizeof(*lab));
    if (lab == NULL) {
        return NULL;
    }
    lab->rules = gz_ruleset_ref(rules);
    lab->extractor = gz_extractor_new(rules);
    lab->matcher = gz_matcher_new(gz_ruleset_program(rules));
    lab->arena = gz_arena_new(SIZE_MAX);
    if (lab->extractor == NULL || lab->matcher == NULL || lab->arena == NULL) {
        gz_example_lab_free(lab);
        return NULL;
    }
    return lab;
}

void gz_example_lab_free(struct gz_example_lab *lab)
{
    if (lab != NULL) {
        gz_extractor_free(lab->extractor);
        gz_matcher_free(lab->matcher);
        gz_arena_free(lab->arena);
        gz_ruleset_unref(lab->rules);
        free(lab);
    }
}

// --- what the rule found ---

struct collector {
    const struct gz_example_run *run;
    struct gz_example_finding *items;  // in arena
    uint32_t count;
    uint32_t cap;
};

static struct gz_example_finding *add_finding(struct collector *c,
                                              uint32_t parts)
{
    struct gz_arena *arena = c->run->arena;
    if (c->count == c->cap) {
        const uint32_t cap = c->cap * 2 + 8;
        void *grown = gz_arena_grow(arena, c->items, c->cap * sizeof(*c->items),
                                    cap * sizeof(*c->items));
        if (grown == NULL) {
            return NULL;
        }
        c->items = grown;
        c->cap = cap;
    }
    struct gz_example_finding *f = &c->items[c->count];
    struct gz_example_part *room =
        GZ_ARENA_ARRAY(arena, struct gz_example_part, parts);
    if (room == NULL) {
        return NULL;
    }
    *f = (struct gz_example_finding){.parts = room, .part_count = parts};
    c->count++;
    return f;
}

// The parts of a finding that was just added are still the collector's.
static struct gz_example_part *parts_of(struct gz_example_finding *f)
{
    return (struct gz_example_part *)(uintptr_t)f->parts;
}

static enum gz_status collect_facts(struct collector *c)
{
    const struct gz_findings *all = c->run->findings;
    for (uint32_t i = 0; i < all->fact_count; i++) {
        const struct gz_fact *fact = &all->facts[i];
        if (!gz_str_eq(fact->rule, c->run->rule->id)) {
            continue;
        }
        struct gz_example_finding *f = add_finding(c, fact->role_count);
        if (f == NULL) {
            return GZ_LIMIT;
        }
        f->fact = fact;
        for (uint32_t r = 0; r < fact->role_count; r++) {
            parts_of(f)[r] = (struct gz_example_part){fact->roles[r].role,
                                                      fact->roles[r].span};
        }
    }
    return GZ_OK;
}

static enum gz_status collect_mentions(struct collector *c)
{
    const struct gz_findings *all = c->run->findings;
    for (uint32_t i = 0; i < all->mention_count; i++) {
        const struct gz_mention *m = &all->mentions[i];
        if (!gz_str_eq(m->rule, c->run->rule->id)) {
            continue;
        }
        struct gz_example_finding *f = add_finding(c, 1);
        if (f == NULL) {
            return GZ_LIMIT;
        }
        f->mention = m;
        parts_of(f)[0] = (struct gz_example_part){
            GZ_STR_LIT("name"), {m->field, m->begin_byte, m->end_byte}};
    }
    return GZ_OK;
}

static enum gz_status collect_match(struct collector *c,
                                    const struct gz_match *m)
{
    const struct gz_token *tokens =
        c->run->document->fields[m->field].tokens.items;
    struct gz_example_finding *f = add_finding(c, m->capture_count);
    if (f == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < m->capture_count; i++) {
        const struct gz_capture *capture = &m->captures[i];
        const bool empty = capture->begin_token == capture->end_token;
        parts_of(f)[i] = (struct gz_example_part){
            c->run->rule->roles[capture->role].name,
            {m->field, tokens[capture->begin_token].begin_byte,
             empty ? tokens[capture->begin_token].begin_byte
                   : tokens[capture->end_token - 1].end_byte}};
    }
    return GZ_OK;
}

static enum gz_status collect_matches(struct gz_example_lab *lab,
                                      struct collector *c, enum gz_stage stage)
{
    const struct gz_example_run *run = c->run;
    const struct gz_rule_set *set = gz_ruleset_rules(lab->rules);
    struct gz_items items[GZ_FIELD_COUNT];
    struct gz_matches matches = {0};
    enum gz_status st =
        gz_finding_items(run->findings, set, run->rule, run->arena, items);
    if (st == GZ_OK) {
        st = gz_matcher_begin(lab->matcher, run->document, 0, run->arena);
    }
    if (st == GZ_OK) {
        st =
            gz_matcher_run(lab->matcher, stage, 0, items, run->arena, &matches);
    }
    for (uint32_t i = 0; i < matches.count && st == GZ_OK; i++) {
        if (&set->rules[matches.items[i].rule] == run->rule) {
            st = collect_match(c, &matches.items[i]);
        }
    }
    return st;
}

// Whether a rule only tells coreference who somebody is, and makes no mention.
static bool only_tells(const struct gz_rule *rule)
{
    static const char *const roles[] = {"nobody", "woman", "man"};
    bool tells = false;
    for (uint32_t i = 0; i < rule->role_count; i++) {
        tells |= gz_str_one_of_nocase(rule->roles[i].name, roles,
                                      sizeof(roles) / sizeof(roles[0]));
    }
    return rule->kind == GZ_RULE_COREF && tells;
}

static enum gz_status collect(struct gz_example_lab *lab,
                              struct gz_example_run *run)
{
    struct collector c = {.run = run};
    enum gz_status st;
    if (run->rule->kind == GZ_RULE_EMIT) {
        st = collect_facts(&c);
    } else if (only_tells(run->rule)) {
        st = collect_matches(lab, &c, GZ_STAGE_COREF);
    } else if (run->rule->kind <= GZ_RULE_COREF) {
        st = collect_mentions(&c);
    } else {
        st = collect_matches(lab, &c, GZ_STAGE_FACT);
    }
    run->items = c.items;
    run->count = c.count;
    return st;
}

// --- a run ---

static bool reads_titles_only(const struct gz_rule *rule)
{
    return (rule->zones & 1U << GZ_ZONE_BODY) == 0;
}

// The language of the rule's pack: its rules run over no other articles.
static struct gz_str language_of(const struct gz_rule_set *set,
                                 const struct gz_rule *rule)
{
    const struct gz_str language =
        set->packs[set->files[rule->file].pack].language;
    return gz_str_is(language, "mul") ? GZ_STR_LIT("") : language;
}

static enum gz_status extract(struct gz_example_lab *lab,
                              struct gz_example_run *run)
{
    const struct gz_str none = GZ_STR_LIT("");
    const struct gz_str text = run->example->text;
    const bool title = run->field == GZ_FIELD_TITLE;
    struct gz_extract_trace *trace =
        GZ_ARENA_NEW(lab->arena, struct gz_extract_trace);
    const struct gz_extract_options options = {
        .reference_ms = GZ_VALUES_NO_TIME,
        .trace = trace,
    };
    struct gz_document *doc = NULL;
    struct gz_findings *findings = GZ_ARENA_NEW(lab->arena, struct gz_findings);
    if (findings == NULL || trace == NULL) {
        return GZ_LIMIT;
    }
    enum gz_status st = gz_document_new(
        title ? text : none, title ? none : text,
        language_of(gz_ruleset_rules(lab->rules), run->rule), lab->arena, &doc);
    if (st == GZ_OK) {
        st = gz_extractor_run(lab->extractor, doc, &options, lab->arena,
                              findings);
    }
    run->document = doc;
    run->findings = findings;
    run->trace = trace;
    return st == GZ_OK && trace->incomplete ? GZ_LIMIT : st;
}

enum gz_status gz_example_lab_run(struct gz_example_lab *lab,
                                  const struct gz_rule *rule,
                                  const struct gz_example *example,
                                  struct gz_example_run *out)
{
    gz_arena_reset(lab->arena);
    *out = (struct gz_example_run){
        .rule = gz_rule_set_find(gz_ruleset_rules(lab->rules), rule->id),
        .example = example,
        .field = reads_titles_only(rule) ? GZ_FIELD_TITLE : GZ_FIELD_BODY,
        .arena = lab->arena,
    };
    if (out->rule == NULL) {
        return GZ_NOT_FOUND;
    }
    const enum gz_status st = extract(lab, out);
    return st == GZ_OK ? collect(lab, out) : st;
}
