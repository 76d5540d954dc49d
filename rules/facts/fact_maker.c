#include "rules/facts/fact_maker.h"

#include "rules/facts/fact_factors.h"
#include "rules/facts/implied.h"
#include "rules/facts/role_head.h"
#include "rules/resolve/draft.h"

struct maker {
    const struct gz_fact_sources *in;
    struct gz_fact_draft *facts;
    uint32_t count;
    uint32_t said;  // of them, those that leave nobody out
    struct gz_implied implied;
};

// How many facts a match makes.
static uint32_t ways(const struct gz_match *match)
{
    uint32_t product = 1;
    for (uint32_t i = 0; i < match->capture_count; i++) {
        const uint32_t n = match->captures[i].item_count;
        product *= n > 1 ? n : 1;
        if (product >= GZ_FACT_MAKER_MOST) {
            return GZ_FACT_MAKER_MOST;
        }
    }
    return product;
}

// How many facts a match may make, of those that leave somebody out or not.
static uint32_t ways_of(const struct gz_fact_sources *in,
                        const struct gz_match *match, bool implied)
{
    const struct gz_rule *rule = &in->rules->rules[match->rule];
    return rule->kind == GZ_RULE_EMIT && (rule->implied.root != NULL) == implied
               ? ways(match)
               : 0;
}

// Whether the last word of a phrase leads on to what the phrase leaves out: not
// that of "plug-in", nor, of two words, that of "brought in".
static bool leads_on(const struct gz_passage *passage, uint32_t begin,
                     uint32_t end)
{
    const uint32_t last = end - 1;
    return end > begin + 1 &&
           passage->tokens.items[last - 1].kind != GZ_TOKEN_MARK &&
           (gz_passage_is(passage, last, GZ_GRAMMAR_ADDITIVE) ||
            gz_passage_is(passage, last, GZ_GRAMMAR_DISJUNCTIVE) ||
            gz_passage_is(passage, last, GZ_GRAMMAR_ADVERSATIVE) ||
            gz_passage_is(passage, last, GZ_GRAMMAR_CONJUNCTION) ||
            (gz_passage_is(passage, last, GZ_GRAMMAR_ARTICLE) &&
             !gz_passage_is_capital(passage, last)) ||
            (end > begin + 2 &&
             gz_passage_is(passage, last, GZ_GRAMMAR_PREPOSITION)));
}

// Whether a phrase goes over to when it was: "pumps since spring", "until May".
static bool tells_when(const struct gz_passage *passage, uint32_t token)
{
    return gz_passage_is(passage, token, GZ_GRAMMAR_CONJUNCTION) &&
           !gz_passage_is(passage, token, GZ_GRAMMAR_QUOTATIVE);
}

// A phrase ends before such a word: "pumps and", "spare pumps through the",
// "pumps since spring".
static uint32_t phrase_end(const struct gz_document *doc, enum gz_field field,
                           uint32_t begin, uint32_t end)
{
    const struct gz_passage *passage = &doc->fields[field];
    uint32_t t = begin + 1;
    while (t < end && !tells_when(passage, t)) {
        t++;
    }
    while (leads_on(passage, begin, t)) {
        t--;
    }
    return t;
}

// What a text says: a number is a value.
static enum gz_status fill_text(const struct maker *m,
                                const struct gz_match *match,
                                const struct gz_capture *capture,
                                struct gz_role *role)
{
    const struct gz_document *doc = m->in->doc;
    uint32_t begin = capture->begin_token;
    const uint32_t end =
        phrase_end(doc, match->field, begin, capture->end_token);
    const enum gz_status st =
        gz_values_number(&doc->fields[match->field], doc->language, begin, end,
                         m->in->arena, &role->value);
    if (role->value != NULL && role->value->begin_token < begin) {
        begin = role->value->begin_token;  // "more than"
    }
    role->span = gz_draft_span(doc, match->field, begin, end);
    return st;
}

static void fill_item(const struct maker *m, const struct gz_match *match,
                      const struct gz_item *item, uint16_t type,
                      struct gz_role *role)
{
    const struct gz_findings *findings = m->in->findings;
    uint32_t begin = item->begin_token;
    uint32_t end = item->end_token;
    if ((item->ref & GZ_DRAFT_VALUE) != 0) {
        role->value =
            &findings->values[match->field].items[item->ref & ~GZ_DRAFT_VALUE];
    } else {
        role->mention = gz_role_head(m->in, match, type, item->ref);
        role->entity = findings->mentions[role->mention].entity;
        begin = findings->mentions[role->mention].begin_token;
        end = findings->mentions[role->mention].end_token;
    }
    role->span = gz_draft_span(m->in->doc, match->field, begin, end);
}

static enum gz_status fill(const struct maker *m, const struct gz_match *match,
                           const struct gz_capture *capture,
                           const struct gz_item *item,
                           const struct gz_rule_role *asked,
                           struct gz_role *out)
{
    *out = (struct gz_role){
        .role = asked->name,
        .entity = GZ_FINDINGS_NONE,
        .mention = GZ_FINDINGS_NONE,
    };
    if (item == NULL) {
        return fill_text(m, match, capture, out);
    }
    fill_item(m, match, item, asked->type, out);
    return GZ_OK;
}

// The number of a way picks one item of each capture: the last capture's
// changes fastest.
static void pick(const struct gz_match *match, uint32_t way,
                 const struct gz_item *items[GZ_RULE_ROLES_MAX],
                 const struct gz_capture *captures[GZ_RULE_ROLES_MAX])
{
    for (uint32_t i = match->capture_count; i > 0; i--) {
        const struct gz_capture *c = &match->captures[i - 1];
        if (c->role >= GZ_RULE_ROLES_MAX || c->begin_token >= c->end_token) {
            continue;
        }
        captures[c->role] = c;
        if (c->item_count > 0) {
            items[c->role] = &c->items[way % c->item_count];
            way /= c->item_count;
        }
    }
}

// Whom a fact that was made before ties to somebody of this one.
static const struct gz_role *tie_of(struct maker *m, const struct gz_rule *rule,
                                    const struct gz_fact *old,
                                    const struct gz_fact *fact)
{
    const struct gz_role *filler = NULL;
    bool shared = false;
    for (uint32_t i = 0; i < old->role_count; i++) {
        const struct gz_role *r = &old->roles[i];
        if (r->entity == GZ_FINDINGS_NONE) {
            continue;
        }
        if (gz_str_eq(r->role, rule->implied.root->role) &&
            gz_implied_fits(&m->implied, rule, r->entity)) {
            filler = r;
        }
        for (uint32_t k = 0; k < fact->role_count; k++) {
            shared |= fact->roles[k].entity == r->entity;
        }
    }
    return shared ? filler : NULL;
}

// The mention of whom the words leave out.  "Jane Roe, chief executive of
// Acme", some sentences ago, is at Acme still; who "joined from Acme" may be
// anywhere.  What the words themselves tell of somebody by the way, as "former
// Globex boss Jane Roe was named", is not where that one is now.
static uint32_t find_implied(struct maker *m, const struct gz_match *match,
                             const struct gz_fact *fact)
{
    const struct gz_rule *rule = &m->in->rules->rules[match->rule];
    const uint32_t found = gz_implied_find(&m->implied, match, fact);
    bool contested = false;
    for (uint32_t i = 0; i < m->said; i++) {
        const struct gz_fact *old = &m->facts[i].fact;
        const struct gz_role *tie = tie_of(m, rule, old, fact);
        if (tie != NULL && gz_str_eq(old->type, fact->type)) {
            return tie->mention;
        }
        contested |= tie != NULL && found != GZ_FINDINGS_NONE &&
                     !gz_fact_work_overlap(&old->evidence, &fact->evidence) &&
                     tie->entity != m->in->findings->mentions[found].entity;
    }
    return contested ? GZ_FINDINGS_NONE : found;
}

// Fill the role that the words leave out; false when nobody is meant.
static bool fill_implied(struct maker *m, const struct gz_match *match,
                         const struct gz_fact *fact, struct gz_role *out)
{
    const uint32_t number = find_implied(m, match, fact);
    if (number == GZ_FINDINGS_NONE) {
        return false;
    }
    const struct gz_mention *named = &m->in->findings->mentions[number];
    out->entity = named->entity;
    out->mention = number;
    out->span = gz_draft_span(m->in->doc, named->field, named->begin_token,
                              named->end_token);
    return true;
}

static enum gz_status fill_roles(const struct maker *m,
                                 const struct gz_match *match, uint32_t way,
                                 struct gz_fact *fact, struct gz_role **implied)
{
    const struct gz_rule *rule = &m->in->rules->rules[match->rule];
    const struct gz_item *items[GZ_RULE_ROLES_MAX] = {NULL};
    const struct gz_capture *captures[GZ_RULE_ROLES_MAX] = {NULL};
    struct gz_role *roles =
        gz_arena_alloc(m->in->arena, ((size_t)match->capture_count + 1) *
                                         sizeof(struct gz_role));
    if (roles == NULL) {
        return GZ_LIMIT;
    }
    enum gz_status st = GZ_OK;
    pick(match, way, items, captures);
    for (uint32_t i = 0;
         st == GZ_OK && i < rule->role_count && i < GZ_RULE_ROLES_MAX; i++) {
        const struct gz_str name = rule->roles[i].name;
        if (captures[i] != NULL) {
            st = fill(m, match, captures[i], items[i], &rule->roles[i],
                      &roles[fact->role_count++]);
        } else if (rule->implied.root != NULL &&
                   gz_str_eq(name, rule->implied.root->role)) {
            *implied = &roles[fact->role_count++];
            **implied = (struct gz_role){.role = name,
                                         .entity = GZ_FINDINGS_NONE,
                                         .mention = GZ_FINDINGS_NONE,
                                         .span = fact->evidence,
                                         .implied = true};
        }
    }
    fact->roles = roles;
    return st;
}

// The words of a match reach as far as whom the last of them is said of.
static void extend_evidence(const struct maker *m, const struct gz_match *match,
                            struct gz_fact *fact)
{
    uint32_t end = match->end_token;
    for (uint32_t i = 0; i < fact->role_count; i++) {
        const struct gz_role *r = &fact->roles[i];
        if (r->mention != GZ_FINDINGS_NONE && !r->implied &&
            m->in->findings->mentions[r->mention].end_token > end) {
            end = m->in->findings->mentions[r->mention].end_token;
        }
    }
    if (end > match->end_token) {
        fact->evidence =
            gz_draft_span(m->in->doc, match->field, match->begin_token, end);
    }
}

static bool has_entity_twice(const struct gz_fact *fact)
{
    for (uint32_t i = 0; i < fact->role_count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (fact->roles[i].entity != GZ_FINDINGS_NONE &&
                fact->roles[i].entity == fact->roles[k].entity) {
                return true;
            }
        }
    }
    return false;
}

static bool has_role(const struct gz_fact *fact, struct gz_str role)
{
    bool has = false;
    for (uint32_t i = 0; i < fact->role_count; i++) {
        has |= gz_str_eq(fact->roles[i].role, role);
    }
    return has;
}

// The fact that says the same words, rather one that has the role, or NULL.
static struct gz_fact_draft *said_by(const struct maker *m,
                                     const struct gz_fact_draft *f,
                                     struct gz_str role)
{
    const struct gz_span *own = &f->fact.evidence;
    struct gz_fact_draft *said = NULL;
    for (uint32_t i = 0; i < m->said; i++) {
        struct gz_fact_draft *other = &m->facts[i];
        const struct gz_span *span = &other->fact.evidence;
        if (gz_str_eq(other->fact.type, f->fact.type) &&
            gz_fact_work_overlap(span, own) &&
            (said == NULL || has_role(&other->fact, role))) {
            said = other;
        }
    }
    return said;
}

// A fact that an implied role makes whole takes the place of the one of the
// same words that leaves the role out.
static void keep(struct maker *m, const struct gz_fact_draft *f,
                 struct gz_fact_draft *said)
{
    if (said == NULL) {
        m->count++;
    } else {
        gz_fact_work_trace(m->in, GZ_EXTRACT_DROPPED, said,
                           "another rule says whose it is", f->rule->id);
        *said = *f;
    }
}

// Names that are only supposed to be some need somebody who is known.
static bool is_supposed(const struct maker *m, const struct gz_fact *fact)
{
    bool supposed = false;
    for (uint32_t i = 0; i < fact->role_count; i++) {
        const uint32_t e = fact->roles[i].entity;
        if (e != GZ_FINDINGS_NONE && !m->in->findings->entities[e].supposed) {
            return false;
        }
        supposed |= e != GZ_FINDINGS_NONE;
    }
    return supposed;
}

// Why what was found is no fact, or NULL.
static const char *lacks(const struct maker *m, const struct gz_fact *fact,
                         bool filled, bool said)
{
    return !filled                  ? "nothing before says who is meant"
           : has_entity_twice(fact) ? "one entity has two roles"
           : is_supposed(m, fact)   ? "nobody in it is known"
           : said                   ? "the sentence says whose it is"
                                    : NULL;
}

static enum gz_status make(struct maker *m, const struct gz_match *match,
                           uint32_t way)
{
    const struct gz_rule *rule = &m->in->rules->rules[match->rule];
    struct gz_fact_draft *f = &m->facts[m->count];
    *f = (struct gz_fact_draft){.rule = rule, .match = match};
    f->fact = (struct gz_fact){
        .type = rule->makes,
        .polarity = rule->polarity,
        .modality = rule->modality,
        .evidence = gz_draft_span(m->in->doc, match->field, match->begin_token,
                                  match->end_token),
        .sentence = match->sentence,
        .rule = rule->id,
    };
    struct gz_role *implied = NULL;
    const enum gz_status st = fill_roles(m, match, way, &f->fact, &implied);
    if (st != GZ_OK) {
        return st;
    }
    extend_evidence(m, match, &f->fact);
    const bool filled =
        implied == NULL || fill_implied(m, match, &f->fact, implied);
    gz_fact_factors_set(&f->fact, rule->confidence, match->gap_tokens,
                        m->in->findings);
    struct gz_fact_draft *said =
        implied == NULL ? NULL : said_by(m, f, implied->role);
    const char *reason =
        lacks(m, &f->fact, filled,
              said != NULL && has_role(&said->fact, implied->role));
    if (reason != NULL) {
        gz_fact_work_trace(m->in, GZ_EXTRACT_DROPPED, f, reason,
                           GZ_STR_LIT(""));
    } else {
        keep(m, f, said);
    }
    return GZ_OK;
}

static enum gz_status make_all(struct maker *m, bool implied)
{
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < m->in->matches->count && st == GZ_OK; i++) {
        const struct gz_match *match = &m->in->matches->items[i];
        const uint32_t all = ways_of(m->in, match, implied);
        for (uint32_t way = 0; way < all && st == GZ_OK; way++) {
            st = make(m, match, way);
        }
    }
    return st;
}

enum gz_status gz_fact_maker_run(const struct gz_fact_sources *in,
                                 struct gz_fact_draft **out, uint32_t *count)
{
    struct maker m = {.in = in};
    uint32_t room = 0;
    uint32_t leave_out = 0;
    for (uint32_t i = 0; i < in->matches->count; i++) {
        leave_out += ways_of(in, &in->matches->items[i], true);
        room += ways_of(in, &in->matches->items[i], false);
    }
    *out = m.facts =
        GZ_ARENA_ARRAY(in->arena, struct gz_fact_draft, room + leave_out);
    enum gz_status st = m.facts == NULL ? GZ_LIMIT : make_all(&m, false);
    m.said = m.count;
    if (st == GZ_OK && leave_out > 0) {
        st = gz_implied_init(&m.implied, in);
        st = st == GZ_OK ? make_all(&m, true) : st;
    }
    *count = m.count;
    return st;
}
