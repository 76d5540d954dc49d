// Looks for the entity that a nominal or a pronoun means: see coref.h.
#include "rules/resolve/coref.h"
#include "rules/resolve/coref_work.h"
#include "rules/resolve/linking.h"

// A title has no more words: "deputy prime minister".
enum { TITLE_TOKENS = 4 };

struct candidate {
    uint32_t entity;  // GZ_FINDINGS_NONE: somebody whom nobody knows
    uint32_t sentence;
    uint32_t begin_token;
    uint32_t list_begin;
    enum gz_coref_grade grade;
    bool begins;  // a clause of the pronoun's own sentence
};

struct search {
    struct candidate best;
    bool found;
    bool contested;  // another is as good
};

static bool contains_nocase(struct gz_str all, struct gz_str part)
{
    for (size_t i = 0; i + part.len_bytes <= all.len_bytes; i++) {
        if (gz_str_eq_nocase(gz_str_of(all.ptr + i, part.len_bytes), part)) {
            return true;
        }
    }
    return false;
}

// What a list says an entity does.
static struct gz_str trade_of(const struct gz_draft_entity *e)
{
    const struct gz_str sector =
        gz_gazetteer_value(e->entry.attributes, "sector");
    return sector.len_bytes > 0
               ? sector
               : gz_gazetteer_value(e->entry.attributes, "role");
}

static bool is_bound(const struct gz_coref_wish *w, uint32_t entity)
{
    bool bound = false;
    for (uint32_t i = 0; i < w->bound_count; i++) {
        bound |= w->bound[i] == entity;
    }
    return bound;
}

// Where a title begins right before a mention: "Prime Minister Jane Roe"; at
// the mention where there is none.
static uint32_t title_begin(const struct gz_document *doc,
                            const struct gz_draft_mention *m,
                            struct gz_str title)
{
    uint32_t t = m->begin_token;
    while (t > 0 && m->begin_token - t < TITLE_TOKENS) {
        t--;
        if (gz_str_eq_nocase(gz_draft_text(doc, m->field, t, m->begin_token),
                             title)) {
            return t;
        }
    }
    return m->begin_token;
}

// A "Vice President" is no president, and who is a former one is none.
static bool has_title(const struct gz_corefs *c,
                      const struct gz_draft_mention *m, struct gz_str title)
{
    const struct gz_passage *p = &c->draft->in.doc->fields[m->field];
    const uint32_t t = title_begin(c->draft->in.doc, m, title);
    return t < m->begin_token &&
           (t == 0 || gz_draft_covers(c->draft, m->field, t - 1, t) ||
            (!gz_passage_is_capital(p, t - 1) &&
             !gz_passage_is(p, t - 1, GZ_GRAMMAR_AFFILIATION)));
}

// Whether the text gives an entity a title before a nominal that says it.
static bool is_titled(const struct gz_corefs *c, const struct gz_coref_wish *w,
                      uint32_t entity)
{
    const struct gz_draft *draft = c->draft;
    bool titled = w->title.len_bytes == 0;
    for (uint32_t i =
             gz_draft_at(draft, w->mention.field, w->mention.begin_token);
         i > 0 && !titled; i--) {
        const struct gz_draft_mention *m = &draft->mentions[i - 1];
        titled = m->entity == entity && has_title(c, m, w->title);
    }
    return titled;
}

// Whether it may be whom a mention names.  In the sentence of the nominal "the
// Chinese company" is rather one of which nobody knows the country than one of
// a sentence before.
static bool fits(const struct gz_corefs *c, const struct gz_coref_wish *w,
                 const struct gz_draft_mention *m)
{
    const uint32_t entity = m->entity;
    const struct gz_draft_entity *e = &c->draft->entities[entity];
    const struct gz_type_tree *tree = c->draft->in.types->tree;
    const uint8_t gender = c->genders[entity];
    if (e->type == GZ_TYPE_NONE || entity == w->other || is_bound(w, entity) ||
        !gz_type_range_has(gz_type_tree_range(tree, w->rule->type), e->type) ||
        (w->gender != 0 && gender != 0 && (gender & w->gender) == 0)) {
        return false;
    }
    if (w->country.len_bytes > 0 && !gz_str_eq(w->country, e->country) &&
        !((w->lenient || gz_coref_sentence(c, m) == w->sentence) &&
          gz_linking_is_name_only(e) && e->country.len_bytes == 0)) {
        return false;
    }
    const struct gz_str trade = trade_of(e);
    return (w->sector.len_bytes == 0 || trade.len_bytes == 0 ||
            contains_nocase(trade, w->sector)) &&
           (w->kind.len_bytes == 0 || contains_nocase(trade, w->kind)) &&
           is_titled(c, w, entity);
}

// Whether somebody whom nobody knows is of the type that is asked: what may be
// "it" need not be a company.
static bool may_fit(const struct gz_corefs *c, const struct gz_coref_wish *w,
                    uint16_t type)
{
    return gz_type_range_has(
        gz_type_tree_range(c->draft->in.types->tree, w->rule->type), type);
}

// How often its weight doubles: less is no difference.
static uint32_t doublings(const struct gz_corefs *c, uint32_t entity)
{
    uint32_t weight = entity == GZ_FINDINGS_NONE ? 1 : c->weights[entity];
    uint32_t n = 0;
    while (weight > 1) {
        weight /= 2;
        n++;
    }
    return n;
}

// "Acme uses Globex's chips.  The company ..." is Acme, in the sentence behind
// and in this one: who begins a sentence is what it is about, and an owner is
// not.  In its own sentence "the company" is as often what somebody does
// something to: the beginning says nothing there, but where a pronoun goes on
// about who did something in the clause before.
static uint32_t rank(const struct gz_coref_wish *w, const struct candidate *x)
{
    const bool here = x->sentence == w->sentence;
    const enum gz_coref_grade grade =
        here && x->grade == GZ_COREF_SUBJECT ? GZ_COREF_OBJECT : x->grade;
    return (x->begins ? GZ_COREF_SUBJECT + 1U : 0) + (uint32_t)grade;
}

// Whether x is as good as what was found, which stands in the same sentence and
// has the same rank: each is named as the other is.
static bool is_equal(const struct gz_corefs *c, const struct candidate *x,
                     const struct candidate *best)
{
    return x->list_begin == best->list_begin ||
           (x->grade < GZ_COREF_OBJECT &&
            doublings(c, x->entity) == doublings(c, best->entity));
}

static void choose(const struct gz_corefs *c, const struct gz_coref_wish *w,
                   struct search *s, const struct candidate *x)
{
    const struct candidate *best = &s->best;
    const bool silent = x->grade == GZ_COREF_SILENT;
    const bool was = s->found && best->grade == GZ_COREF_SILENT;
    int64_t more = !s->found ? 1 : (int64_t)was - silent;
    if (more == 0) {
        more = (int64_t)x->sentence - best->sentence;
    }
    if (more == 0) {
        more = (int64_t)rank(w, x) - rank(w, best);
    }
    if (more == 0 && w->goes_on == GZ_COREF_GOES_LAST && x->begins &&
        best->begins) {
        more = (int64_t)x->list_begin - best->list_begin;
    }
    if (more == 0 && x->entity != best->entity && is_equal(c, x, best)) {
        s->contested = true;
        return;
    }
    const bool tie = more == 0;
    if (more == 0) {
        more = (int64_t)doublings(c, x->entity) - doublings(c, best->entity);
    }
    if (more == 0) {
        more = (int64_t)best->begin_token - x->begin_token;
    }
    if (more > 0) {
        s->contested &= tie;
        s->best = *x;
        s->found = true;
    }
}

static void consider(const struct gz_corefs *c, const struct gz_coref_wish *w,
                     struct search *s, const struct gz_draft_mention *m)
{
    const struct gz_document *doc = c->draft->in.doc;
    const uint32_t sentence = gz_coref_sentence(c, m);
    const enum gz_coref_grade grade = gz_coref_grade_of(doc, m, &w->mention);
    const bool begins =
        grade == GZ_COREF_SUBJECT ||
        (grade > GZ_COREF_ASIDE && gz_coref_begins_clause(doc, m));
    const struct candidate x = {
        .entity = m->entity,
        .sentence = sentence,
        .begin_token = m->begin_token,
        .list_begin = gz_coref_list_begin(doc, m),
        .grade = grade,
        .begins = w->goes_on != GZ_COREF_GOES_NOWHERE &&
                  sentence == w->sentence && begins,
    };
    if (x.grade != GZ_COREF_OUTSIDE) {
        choose(c, w, s, &x);
    }
}

// Who has a part in what the same verb says is somebody else.
static void find_bound(const struct gz_corefs *c, struct gz_coref_wish *w)
{
    const struct gz_draft *draft = c->draft;
    const struct gz_draft_mention *nominal = &w->mention;
    const uint32_t first = nominal->begin_token > GZ_COREF_BOUND_TOKENS
                               ? nominal->begin_token - GZ_COREF_BOUND_TOKENS
                               : 0;
    const uint32_t last = nominal->end_token + GZ_COREF_BOUND_TOKENS;
    for (uint32_t i = gz_draft_at(draft, nominal->field, first);
         i < draft->mention_count && w->bound_count < GZ_COREF_BOUND_MOST;
         i++) {
        const struct gz_draft_mention *m = &draft->mentions[i];
        if (m->field != nominal->field || m->begin_token > last) {
            break;
        }
        if (gz_coref_sentence(c, m) == w->sentence &&
            gz_coref_bound(draft->in.doc, m, nominal)) {
            w->bound[w->bound_count++] = m->entity;
        }
    }
}

// Whether no sentence so far back, nor any before it, can have a better one.
static bool is_over(const struct gz_coref_wish *w, const struct search *s,
                    uint32_t sentence)
{
    return sentence + GZ_COREF_SENTENCES < w->sentence ||
           (s->found && s->best.grade != GZ_COREF_SILENT &&
            sentence < s->best.sentence);
}

static bool is_before(const struct gz_draft_mention *m,
                      const struct gz_draft_mention *nominal)
{
    return m->field != nominal->field || m->end_token <= nominal->begin_token;
}

static void search_back(const struct gz_corefs *c,
                        const struct gz_coref_wish *w, struct search *s)
{
    const struct gz_draft *draft = c->draft;
    const struct gz_draft_mention *nominal = &w->mention;
    const struct gz_coref_fresh *fresh = &c->fresh;
    for (uint32_t i = gz_draft_at(draft, nominal->field, nominal->begin_token);
         i > 0; i--) {
        const struct gz_draft_mention *m = &draft->mentions[i - 1];
        if (is_over(w, s, gz_coref_sentence(c, m))) {
            break;
        }
        if (is_before(m, nominal) && fits(c, w, m)) {
            consider(c, w, s, m);
        }
    }
    for (uint32_t i = fresh->count; i > 0; i--) {
        const struct gz_draft_mention *m = &fresh->mentions[i - 1];
        if (is_over(w, s, gz_coref_sentence(c, m))) {
            break;
        }
        if (is_before(m, nominal) &&
            (m->entity == GZ_FINDINGS_NONE ? may_fit(c, w, fresh->types[i - 1])
                                           : fits(c, w, m))) {
            consider(c, w, s, m);
        }
    }
}

uint32_t gz_coref_search(const struct gz_corefs *c, struct gz_coref_wish *w,
                         bool *contested)
{
    struct search s = {.best = {.entity = GZ_FINDINGS_NONE}};
    find_bound(c, w);
    search_back(c, w, &s);
    if (!s.found && w->country.len_bytes > 0) {
        w->lenient = true;
        search_back(c, w, &s);
    }
    *contested = s.contested;
    return s.contested ? GZ_FINDINGS_NONE : s.best.entity;
}
