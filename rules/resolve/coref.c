#include "rules/resolve/coref.h"

#include <string.h>

#include "rules/resolve/coref_bound.h"
#include "rules/resolve/coref_grade.h"
#include "rules/resolve/linking.h"
#include "rules/resolve/rule_parts.h"

// What each mention says of what its article is about, beside its lead.
enum { EACH_WEIGHT = 1 };

// One verb does not name more.
enum { BOUND_MOST = 8 };

struct corefs {
    struct gz_draft *draft;
    struct gz_draft_mention *fresh;  // those made so far, in text order
    uint32_t count;
    uint32_t *weights;  // of the draft's entities
};

// What a match asks of the entity.
struct wish {
    const struct gz_rule *rule;
    struct gz_draft_mention mention;
    uint32_t sentence;
    struct gz_str country;       // empty: any
    struct gz_str sector;        // empty: any
    struct gz_str kind;          // empty: any
    bool lenient;                // those whose country nobody knows will do
    bool goes_on;                // rather about who begins a clause
    uint32_t other;              // the entity that is not meant, or none
    uint32_t owned;              // what is meant has or makes it, or none
    uint32_t bound[BOUND_MOST];  // entities that the same verb names
    uint32_t bound_count;
};

static uint32_t sentence_of(const struct corefs *c,
                            const struct gz_draft_mention *m)
{
    return gz_draft_sentence(c->draft->in.doc, m->field, m->begin_token);
}

static enum gz_status prepare(struct corefs *c, uint32_t matches)
{
    const struct gz_draft *draft = c->draft;
    struct gz_arena *arena = draft->in.arena;
    c->fresh = GZ_ARENA_ARRAY(arena, struct gz_draft_mention, matches);
    // An owner need not have been named before.
    c->weights =
        GZ_ARENA_ARRAY(arena, uint32_t, draft->entity_count + (size_t)matches);
    if (c->fresh == NULL || c->weights == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < draft->mention_count; i++) {
        const struct gz_draft_mention *m = &draft->mentions[i];
        c->weights[m->entity] +=
            EACH_WEIGHT + gz_coref_lead(draft->in.doc, sentence_of(c, m));
    }
    return GZ_OK;
}

static bool is_pronoun(struct gz_str text)
{
    static const char *const pronouns[] = {
        "he", "she", "it", "they", "him", "her", "them", "his", "its", "their"};
    return gz_str_one_of_nocase(text, pronouns,
                                sizeof(pronouns) / sizeof(pronouns[0]));
}

// The entity that a part captures, or GZ_FINDINGS_NONE.
static uint32_t captured(const struct corefs *c, const struct gz_match *match,
                         enum gz_rule_part part)
{
    const struct gz_capture *capture =
        gz_rule_parts_capture(c->draft->in.parts, match, part);
    const uint32_t ref = capture == NULL || capture->item_count == 0
                             ? GZ_DRAFT_VALUE
                             : capture->items[0].ref;
    return (ref & GZ_DRAFT_VALUE) != 0 ? GZ_FINDINGS_NONE
                                       : c->draft->mentions[ref].entity;
}

// The text that a part captures, or nothing.
static struct gz_str words_of(const struct corefs *c,
                              const struct gz_match *match,
                              enum gz_rule_part part)
{
    const struct gz_capture *capture =
        gz_rule_parts_capture(c->draft->in.parts, match, part);
    return capture == NULL || capture->end_token <= capture->begin_token
               ? GZ_STR_LIT("")
               : gz_draft_text(c->draft->in.doc, match->field,
                               capture->begin_token, capture->end_token);
}

static struct wish read_wish(const struct corefs *c,
                             const struct gz_match *match)
{
    const struct gz_document *doc = c->draft->in.doc;
    const struct gz_rule *rule = &c->draft->in.rules->rules[match->rule];
    const struct gz_capture *name =
        gz_rule_parts_capture(c->draft->in.parts, match, GZ_RULE_PART_NAME);
    struct wish w = {.rule = rule};
    w.mention = (struct gz_draft_mention){
        .field = match->field,
        .begin_token = name == NULL ? match->begin_token : name->begin_token,
        .end_token = name == NULL ? match->end_token : name->end_token,
        .how = GZ_HOW_NOMINAL,
        .rule = rule->id,
        .priority = rule->priority,
        .confidence = rule->confidence,
    };
    const struct gz_draft_mention *m = &w.mention;
    if (m->end_token - m->begin_token == 1 &&
        is_pronoun(
            gz_draft_text(doc, m->field, m->begin_token, m->end_token))) {
        w.mention.how = GZ_HOW_PRONOUN;
    }
    w.goes_on = gz_coref_goes_on(doc, m);
    w.sentence = sentence_of(c, m);
    const uint32_t country = captured(c, match, GZ_RULE_PART_COUNTRY);
    if (country != GZ_FINDINGS_NONE) {
        w.country = c->draft->entities[country].country;
    }
    w.other = captured(c, match, GZ_RULE_PART_OTHER);
    w.owned = captured(c, match, GZ_RULE_PART_OWNED);
    w.sector = words_of(c, match, GZ_RULE_PART_SECTOR);
    w.kind = words_of(c, match, GZ_RULE_PART_KIND);
    return w;
}

static bool contains_nocase(struct gz_str all, struct gz_str part)
{
    for (size_t i = 0; i + part.len_bytes <= all.len_bytes; i++) {
        if (gz_str_eq_nocase(gz_str_of(all.ptr + i, part.len_bytes), part)) {
            return true;
        }
    }
    return false;
}

static bool fits(const struct corefs *c, const struct wish *w, uint32_t entity)
{
    const struct gz_draft_entity *e = &c->draft->entities[entity];
    const struct gz_type_tree *tree = c->draft->in.types->tree;
    if (e->type == GZ_TYPE_NONE || entity == w->other ||
        !gz_type_range_has(gz_type_tree_range(tree, w->rule->type), e->type)) {
        return false;
    }
    if (w->country.len_bytes > 0 && !gz_str_eq(w->country, e->country) &&
        !(w->lenient && gz_linking_is_name_only(e) &&
          e->country.len_bytes == 0)) {
        return false;
    }
    const struct gz_str sector =
        gz_gazetteer_value(e->entry.attributes, "sector");
    for (uint32_t i = 0; i < w->bound_count; i++) {
        if (w->bound[i] == entity) {
            return false;
        }
    }
    return (w->sector.len_bytes == 0 || sector.len_bytes == 0 ||
            contains_nocase(sector, w->sector)) &&
           (w->kind.len_bytes == 0 || contains_nocase(sector, w->kind));
}

struct search {
    uint32_t best;      // entity, or GZ_FINDINGS_NONE
    uint32_t sentence;  // of it
    enum gz_coref_grade grade;
    bool begins;  // a clause of the pronoun's own sentence
};

// Whether whoever fits is better than what was found.
static bool is_open(const struct search *s)
{
    return s->best == GZ_FINDINGS_NONE || s->grade == GZ_COREF_SILENT;
}

// "Acme uses Globex's chips.  The company ..." is Acme, in the sentence behind
// and in this one: who begins a sentence is what it is about, and an owner is
// not.  In its own sentence "the company" is as often what somebody does
// something to: the beginning says nothing there, but where a pronoun goes on
// about who did something in the clause before.
static bool is_rather(const struct corefs *c, const struct wish *w,
                      const struct search *s, const struct search *other)
{
    const bool here = s->sentence == w->sentence;
    const enum gz_coref_grade now = here && other->grade == GZ_COREF_SUBJECT
                                        ? GZ_COREF_OTHER
                                        : other->grade;
    const enum gz_coref_grade then =
        here && s->grade == GZ_COREF_SUBJECT ? GZ_COREF_OTHER : s->grade;
    if (other->begins != s->begins) {
        return other->begins;
    }
    return now != then ? now > then
                       : c->weights[other->best] >= c->weights[s->best];
}

// Mentions come from the last one back; the earlier one wins a tie, which is
// the sentence's subject more often than not.
static void consider(const struct corefs *c, const struct wish *w,
                     struct search *s, const struct gz_draft_mention *m,
                     uint32_t sentence)
{
    if (!fits(c, w, m->entity)) {
        return;
    }
    const struct gz_document *doc = c->draft->in.doc;
    const struct search other = {
        .best = m->entity,
        .sentence = sentence,
        .grade = gz_coref_grade_of(doc, m, &w->mention),
        .begins = w->goes_on && sentence == w->sentence &&
                  gz_coref_begins_clause(doc, m),
    };
    if (is_open(s) || sentence > s->sentence ||
        (sentence == s->sentence && is_rather(c, w, s, &other))) {
        *s = other;
    }
}

// Who has a part in what the same verb says is somebody else.
static void find_bound(const struct corefs *c, struct wish *w)
{
    const struct gz_draft *draft = c->draft;
    const struct gz_draft_mention *nominal = &w->mention;
    const uint32_t first = nominal->begin_token > GZ_COREF_BOUND_TOKENS
                               ? nominal->begin_token - GZ_COREF_BOUND_TOKENS
                               : 0;
    const uint32_t last = nominal->end_token + GZ_COREF_BOUND_TOKENS;
    for (uint32_t i = gz_draft_at(draft, nominal->field, first);
         i < draft->mention_count && w->bound_count < BOUND_MOST; i++) {
        const struct gz_draft_mention *m = &draft->mentions[i];
        if (m->field != nominal->field || m->begin_token > last) {
            break;
        }
        if (sentence_of(c, m) == w->sentence &&
            gz_coref_bound(draft->in.doc, m, nominal)) {
            w->bound[w->bound_count++] = m->entity;
        }
    }
}

static void search_back(const struct corefs *c, const struct wish *w,
                        struct search *s)
{
    const struct gz_draft *draft = c->draft;
    const uint32_t at =
        gz_draft_at(draft, w->mention.field, w->mention.begin_token);
    for (uint32_t i = at; i > 0; i--) {
        const struct gz_draft_mention *m = &draft->mentions[i - 1];
        const uint32_t sentence = sentence_of(c, m);
        if (sentence + GZ_COREF_SENTENCES < w->sentence ||
            (!is_open(s) && sentence < s->sentence)) {
            break;
        }
        if (m->field != w->mention.field ||
            m->end_token <= w->mention.begin_token) {
            consider(c, w, s, m, sentence);
        }
    }
    for (uint32_t i = c->count; i > 0; i--) {
        const struct gz_draft_mention *m = &c->fresh[i - 1];
        const uint32_t sentence = sentence_of(c, m);
        if (sentence + GZ_COREF_SENTENCES < w->sentence) {
            break;
        }
        consider(c, w, s, m, sentence);
    }
}

// Whether a mention is one that the words themselves speak of.
static bool is_part(const struct corefs *c, const struct wish *w,
                    const struct gz_draft_mention *inner)
{
    return inner->entity == w->other || inner->entity == w->owned ||
           (w->country.len_bytes > 0 &&
            gz_str_eq(c->draft->entities[inner->entity].country, w->country));
}

// Whether a mention stands in the way: any but a country or the like inside.
static bool is_blocked(const struct corefs *c, const struct wish *w)
{
    const struct gz_draft *draft = c->draft;
    const struct gz_draft_mention *m = &w->mention;
    const struct gz_draft_mention *last =
        c->count == 0 ? NULL : &c->fresh[c->count - 1];
    if (last != NULL && last->field == m->field &&
        last->end_token > m->begin_token) {
        return true;
    }
    uint32_t i = gz_draft_at(draft, m->field, m->begin_token);
    if (i > 0 && draft->mentions[i - 1].field == m->field &&
        draft->mentions[i - 1].end_token > m->begin_token) {
        return true;
    }
    for (; i < draft->mention_count && draft->mentions[i].field == m->field &&
           draft->mentions[i].begin_token < m->end_token;
         i++) {
        const struct gz_draft_mention *inner = &draft->mentions[i];
        if (inner->end_token - inner->begin_token >=
                m->end_token - m->begin_token ||
            !is_part(c, w, inner)) {
            return true;
        }
    }
    return false;
}

// "The iPhone maker": whom the list of the phone names, wherever it is named.
static enum gz_status find_owner(const struct corefs *c, const struct wish *w,
                                 uint32_t *out)
{
    struct gz_draft *draft = c->draft;
    const struct gz_str owner =
        gz_gazetteer_value(draft->entities[w->owned].entry.attributes, "owner");
    struct gz_linked linked;
    bool found = false;
    const enum gz_status st =
        owner.len_bytes == 0
            ? GZ_OK
            : gz_linking_listed(draft, owner, w->rule->type, &linked, &found);
    if (st == GZ_OK && found) {
        *out = linked.entity;
    }
    return st;
}

static enum gz_status find(const struct corefs *c, struct wish *w,
                           uint32_t *out)
{
    struct search s = {.best = GZ_FINDINGS_NONE};
    if (w->owned != GZ_FINDINGS_NONE) {
        return find_owner(c, w, out);
    }
    find_bound(c, w);
    search_back(c, w, &s);
    if (s.best == GZ_FINDINGS_NONE && w->country.len_bytes > 0) {
        w->lenient = true;
        search_back(c, w, &s);
    }
    *out = s.best;
    return GZ_OK;
}

static enum gz_status resolve(struct corefs *c, const struct gz_match *match)
{
    struct wish w = read_wish(c, match);
    uint32_t best = GZ_FINDINGS_NONE;
    if (w.mention.end_token <= w.mention.begin_token || is_blocked(c, &w)) {
        return GZ_OK;
    }
    const enum gz_status st = find(c, &w, &best);
    if (st != GZ_OK) {
        return st;
    }
    if (best == GZ_FINDINGS_NONE) {
        const struct gz_extract_step step = {
            .stage = GZ_EXTRACT_COREF,
            .outcome = GZ_EXTRACT_DROPPED,
            .rule = w.rule->id,
            .span = gz_draft_span(c->draft->in.doc, w.mention.field,
                                  w.mention.begin_token, w.mention.end_token),
            .reason = w.owned == GZ_FINDINGS_NONE
                          ? "nothing that fits is named in the sentences before"
                          : "no list says whose it is",
        };
        gz_extract_trace_add(c->draft->in.trace, c->draft->in.arena, &step);
        return GZ_OK;
    }
    w.mention.entity = best;
    c->fresh[c->count++] = w.mention;
    c->weights[best] += EACH_WEIGHT;
    gz_draft_trace(c->draft, GZ_EXTRACT_COREF, GZ_EXTRACT_TAKEN, &w.mention,
                   NULL, GZ_STR_LIT(""));
    return GZ_OK;
}

// Where two rules find the same words, the one with the higher priority is
// asked first.
static bool comes_before(const struct corefs *c, const struct gz_match *a,
                         const struct gz_match *b)
{
    const struct gz_rule *rules = c->draft->in.rules->rules;
    return a->field == b->field && a->begin_token == b->begin_token &&
           a->end_token == b->end_token &&
           rules[a->rule].priority > rules[b->rule].priority;
}

// Matches come in the order of the text, so that only neighbours change.
static const struct gz_match **order(const struct corefs *c,
                                     const struct gz_matches *matches)
{
    const struct gz_match **all = GZ_ARENA_ARRAY(
        c->draft->in.arena, const struct gz_match *, matches->count);
    for (uint32_t i = 0; all != NULL && i < matches->count; i++) {
        uint32_t at = i;
        while (at > 0 && comes_before(c, &matches->items[i], all[at - 1])) {
            all[at] = all[at - 1];
            at--;
        }
        all[at] = &matches->items[i];
    }
    return all;
}

enum gz_status gz_coref_add(struct gz_draft *draft,
                            const struct gz_matches *matches)
{
    if (matches->count == 0) {
        return GZ_OK;
    }
    struct corefs c = {.draft = draft};
    enum gz_status st = prepare(&c, matches->count);
    const struct gz_match **all = st == GZ_OK ? order(&c, matches) : NULL;
    if (all == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < matches->count && st == GZ_OK; i++) {
        st = resolve(&c, all[i]);
    }
    return st == GZ_OK ? gz_draft_insert(draft, c.fresh, c.count) : st;
}
