#include "rules/facts/assertions.h"

#include "rules/resolve/draft.h"
#include "rules/text/finite_verb.h"

// No clause is longer, and no match of a rule is wider: what keeps time linear
// in a text of one endless sentence.
enum { CLAUSE_TOKENS = 60, MATCH_TOKENS = 200 };

// How far from a fact an assertion may stand that is no part of it: "denied
// on Monday that it had ..." before it, "..., subject to a vote" behind it.
// Farther off it is most often about something else that the same subject
// does: "is its largest customer in recent years and plans to ..."
enum { BEFORE_TOKENS = 12, BEHIND_TOKENS = 1 };

// How far before a fact the conjunction may stand that leads to it.
enum { WAIT_TOKENS = 3 };

// How far into a fact its speaker may say so.
enum { SPEAKER_TOKENS = 6 };

struct place {
    const struct gz_fact_sources *in;
    const struct gz_match *fact;
};

// How an assertion stands to a fact.
struct bearing {
    const struct gz_match *match;
    const struct gz_rule *rule;
    uint32_t distance;  // tokens between; 0: they overlap or touch
};

// Whether a subject stands at a token: somebody, or what a fact begins with.
static bool begins_subject(const void *context, uint32_t token)
{
    const struct place *p = context;
    return token == p->fact->begin_token ||
           gz_fact_work_mention(p->in->findings, p->fact->field, token) !=
               GZ_FINDINGS_NONE;
}

// Whether the comma behind a fact ends what stands between two commas: what
// follows in "Acme, a unit of Globex, may ..." is said of Acme only.
static bool ends_aside(const struct gz_passage *passage,
                       const struct gz_match *fact)
{
    const uint32_t end =
        fact->end_token - gz_passage_is_mark(passage, fact->end_token - 1, ',');
    if (end >= passage->tokens.count ||
        !gz_passage_is_mark(passage, end, ',')) {
        return false;
    }
    bool open = false;
    for (uint32_t i = fact->begin_token; i < end; i++) {
        open ^= gz_passage_is_mark(passage, i, ',');
    }
    return open;
}

// Whether what stands apart of a subject may begin with a word.
static bool begins_aside(const struct gz_passage *passage, uint32_t token)
{
    return gz_passage_is(passage, token, GZ_GRAMMAR_RELATIVE) ||
           gz_passage_is(passage, token, GZ_GRAMMAR_CONJUNCTION) ||
           gz_passage_is(passage, token, GZ_GRAMMAR_ASIDE);
}

// Whether an assertion stands in what a fact says aside of its subject: "Acme,
// which plans to cut jobs, bought Globex", "Acme, not a rival, bought Globex",
// "Acme, after its failed merger, bought Globex".
// But "Acme, reportedly, bought Globex".
static bool is_aside(const struct gz_passage *passage, const struct gz_match *a,
                     const struct gz_match *fact, bool denial)
{
    uint32_t open = a->begin_token;
    while (open > fact->begin_token &&
           !gz_passage_is_mark(passage, open - 1, ',')) {
        open--;
    }
    if (open <= fact->begin_token ||
        !(begins_aside(passage, open) || (denial && open == a->begin_token))) {
        return false;
    }
    for (uint32_t i = a->end_token; i < fact->end_token; i++) {
        if (gz_passage_is_mark(passage, i, ',')) {
            return i + 1 < fact->end_token;
        }
    }
    return false;
}

// Whether somebody's words end between an assertion and a fact behind it: "It
// will not sell Globex, said Jane Roe, who met John Doe".
static bool ends_words(const struct gz_passage *passage,
                       const struct gz_match *a, const struct gz_match *fact)
{
    bool comma = false;
    for (uint32_t i = a->end_token;
         i < fact->end_token && i <= fact->begin_token + SPEAKER_TOKENS; i++) {
        if (comma && gz_passage_is(passage, i, GZ_GRAMMAR_SPEECH_VERB)) {
            return true;
        }
        comma |= gz_passage_is_mark(passage, i, ',');
    }
    return false;
}

static bool begins_apposition(const struct gz_passage *passage, uint32_t token)
{
    return gz_passage_is(passage, token, GZ_GRAMMAR_ARTICLE) ||
           gz_passage_is(passage, token, GZ_GRAMMAR_APPOSITIVE);
}

// Whether a fact is what is told of whom the words before name: "It has not
// fined Acme, which won a licence", "It has not fined Acme, a unit of Globex".
static bool is_relative(const struct gz_passage *passage,
                        const struct gz_match *fact)
{
    const uint32_t last = fact->begin_token + SPEAKER_TOKENS;
    uint32_t comma = 0;
    bool apart = false;
    for (uint32_t i = fact->begin_token + 1; i + 1 < fact->end_token; i++) {
        if (gz_passage_is_mark(passage, i, ',')) {
            apart = comma != 0;
            comma = comma == 0 ? i : comma;
        }
    }
    return comma != 0 && comma < last &&
           (gz_passage_is(passage, comma + 1, GZ_GRAMMAR_RELATIVE) ||
            (!apart && begins_apposition(passage, comma + 1)));
}

// Whether a word begins to say more of what stands before it: "the chips it
// cannot buy", "chips that are not for sale".
static bool is_subject(const struct gz_passage *passage, uint32_t token)
{
    return gz_passage_is(passage, token, GZ_GRAMMAR_RELATIVE) ||
           gz_passage_is(passage, token, GZ_GRAMMAR_COMPLEMENTIZER) ||
           gz_passage_is(passage, token, GZ_GRAMMAR_PRONOUN) ||
           gz_passage_is(passage, token, GZ_GRAMMAR_MASCULINE) ||
           gz_passage_is(passage, token, GZ_GRAMMAR_FEMININE);
}

// Whether an assertion within a fact is about another deed of its subject:
// "Acme will not buy Globex but has bought Initech", or of somebody that it
// names: "Acme will not sell to Globex, which owns it".
static bool is_other_deed(const struct gz_fact_sources *in,
                          const struct gz_match *a, const struct gz_match *fact)
{
    const struct gz_passage *passage = &in->doc->fields[fact->field];
    // Which governs verbs in a past form: "has not bought and sold".
    const bool strict =
        gz_passage_is(passage, a->begin_token, GZ_GRAMMAR_AUXILIARY);
    bool turns = false;
    bool relative = false;
    for (uint32_t i = a->end_token; i + 1 < fact->end_token; i++) {
        if (gz_passage_is_mark(passage, i, ',')) {
            relative = gz_passage_is(passage, i + 1, GZ_GRAMMAR_RELATIVE);
        }
        turns |= gz_passage_is(passage, i, GZ_GRAMMAR_ADVERSATIVE) ||
                 (gz_passage_is(passage, i, GZ_GRAMMAR_ADDITIVE) &&
                  gz_finite_verb(passage, i + 1, strict));
    }
    return turns || relative;
}

// Whether an assertion is about one whom it names, "not Globex", and who has no
// part in a fact: "Acme, not Globex, bought Initech".
static bool is_of_other(const struct gz_fact_sources *in,
                        const struct gz_match *a, const struct gz_fact *fact)
{
    const uint32_t mention =
        gz_fact_work_mention(in->findings, a->field, a->end_token - 1);
    bool takes_part = false;
    for (uint32_t i = 0; i < fact->role_count; i++) {
        takes_part |= fact->roles[i].mention == mention;
    }
    return mention != GZ_FINDINGS_NONE && !takes_part;
}

// Where what stands before a fact ends, if the fact is to come with it: at the
// conjunction in "Acme will wait until Globex buys Initech".  But "Acme will
// wait since Globex bought Initech".
static uint32_t end_of_wait(const struct gz_fact_sources *in,
                            const struct gz_match *fact)
{
    const struct gz_passage *passage = &in->doc->fields[fact->field];
    for (uint32_t i = fact->begin_token; i < fact->end_token; i++) {
        if (gz_finite_verb(passage, i, false)) {
            return fact->begin_token;
        }
    }
    for (uint32_t i = fact->begin_token;
         i > 0 && i + WAIT_TOKENS > fact->begin_token; i--) {
        if (gz_passage_is(passage, i - 1, GZ_GRAMMAR_PROSPECTIVE)) {
            return i - 1;
        }
    }
    return fact->begin_token;
}

static bool bears_before(const struct gz_fact_sources *in,
                         const struct gz_match *a, const struct gz_match *fact,
                         bool denial)
{
    const struct gz_passage *passage = &in->doc->fields[fact->field];
    const struct place place = {in, fact};
    const uint32_t end = denial ? fact->begin_token : end_of_wait(in, fact);
    return fact->begin_token - a->end_token <= BEFORE_TOKENS &&
           !is_relative(passage, fact) && !ends_words(passage, a, fact) &&
           !gz_clauses_break(passage, a->end_token, end, begins_subject,
                             &place);
}

// Not "is its customer and plans to ...", the same subject's next deed, nor
// "..., not its rival", what it is not.
static bool bears_behind(const struct gz_fact_sources *in,
                         const struct gz_match *a, const struct gz_match *fact,
                         bool denial)
{
    const struct gz_passage *passage = &in->doc->fields[fact->field];
    const struct place place = {in, fact};
    const uint32_t end =
        a->begin_token + gz_passage_is_mark(passage, a->begin_token, ';');
    const bool anew =
        end > fact->end_token &&
        (gz_clauses_joint(passage, end - 1) || is_subject(passage, end - 1) ||
         (denial && gz_passage_is_mark(passage, end - 1, ',')));
    return !anew && !ends_aside(passage, fact) &&
           end - fact->end_token <= BEHIND_TOKENS &&
           !gz_clauses_break(passage, fact->end_token, end, begins_subject,
                             &place);
}

static bool bears(const struct gz_fact_sources *in, const struct gz_match *a,
                  const struct gz_fact_draft *f, uint32_t *distance)
{
    const struct gz_match *fact = f->match;
    const struct gz_rule *rule = &in->rules->rules[a->rule];
    const bool denial = rule->sets_polarity;
    *distance = 0;
    if (a->field != fact->field) {
        return false;
    }
    if (a->begin_token < fact->end_token && fact->begin_token < a->end_token) {
        return !is_aside(&in->doc->fields[fact->field], a, fact, denial) &&
               !is_other_deed(in, a, fact) && !is_of_other(in, a, &f->fact);
    }
    const bool before = a->begin_token < fact->begin_token;
    *distance = 1 + (before ? fact->begin_token - a->end_token
                            : a->begin_token - fact->end_token);
    return a->sentence == fact->sentence && !rule->inside &&
           (before ? bears_before(in, a, fact, denial)
                   : bears_behind(in, a, fact, denial)) &&
           !is_of_other(in, a, &f->fact);
}

// Of what denies and what says that nothing is denied the nearest counts: "A
// clerk not authorised to speak said Acme had not bought Globex".
static bool is_nearer(const struct bearing *a, const struct bearing *b)
{
    return b->match == NULL || a->distance < b->distance ||
           (a->distance == b->distance &&
            a->rule->priority > b->rule->priority);
}

static bool beats(const struct bearing *a, const struct bearing *b)
{
    if (b->match == NULL || a->rule->priority != b->rule->priority) {
        return b->match == NULL || a->rule->priority > b->rule->priority;
    }
    return a->distance < b->distance;
}

static void trace(const struct gz_fact_sources *in, const struct bearing *b,
                  const struct gz_fact_draft *f)
{
    const struct gz_extract_step step = {
        .stage = GZ_EXTRACT_ASSERTION,
        .outcome = GZ_EXTRACT_CHANGED,
        .rule = b->rule->id,
        .span = gz_draft_span(in->doc, b->match->field, b->match->begin_token,
                              b->match->end_token),
        .by = f->fact.rule,
        .reason = "changes a fact of its clause",
    };
    gz_extract_trace_add(in->trace, in->arena, &step);
}

static void set_polarity(const struct gz_fact_sources *in,
                         const struct bearing *b, struct gz_fact_draft *f)
{
    const bool settled =
        f->rule->sets_polarity && f->rule->polarity == GZ_POLARITY_POSITIVE;
    if (b->match != NULL && !settled &&
        b->rule->polarity == GZ_POLARITY_NEGATIVE &&
        f->fact.polarity != GZ_POLARITY_NEGATIVE) {
        f->fact.polarity = GZ_POLARITY_NEGATIVE;
        f->fact.polarity_rule = b->rule->id;
        trace(in, b, f);
    }
}

static void set_modality(const struct gz_fact_sources *in,
                         const struct bearing *b, struct gz_fact_draft *f)
{
    const bool settled =
        f->rule->sets_modality && f->rule->modality == GZ_MODALITY_ACTUAL;
    if (b->match == NULL || settled || f->fact.modality == b->rule->modality) {
        return;
    }
    if (b->rule->modality > f->fact.modality ||
        b->rule->priority > f->rule->priority) {
        f->fact.modality = b->rule->modality;
        f->fact.modality_rule = b->rule->id;
        trace(in, b, f);
    }
}

// The first match that may bear on a fact.
static uint32_t first_near(const struct gz_fact_sources *in,
                           const struct gz_match *fact)
{
    const uint32_t wide = CLAUSE_TOKENS + MATCH_TOKENS;
    const uint32_t from =
        fact->begin_token < wide ? 0 : fact->begin_token - wide;
    uint32_t low = 0;
    uint32_t high = in->matches->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const struct gz_match *m = &in->matches->items[middle];
        if (m->field < fact->field ||
            (m->field == fact->field && m->begin_token < from)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_near(const struct gz_match *m, const struct gz_match *fact)
{
    return m->field == fact->field &&
           m->begin_token <= fact->end_token + CLAUSE_TOKENS;
}

static void assert_one(const struct gz_fact_sources *in,
                       struct gz_fact_draft *f)
{
    struct bearing polarity = {.match = NULL};
    struct bearing modality = {.match = NULL};
    for (uint32_t i = first_near(in, f->match);
         i < in->matches->count && is_near(&in->matches->items[i], f->match);
         i++) {
        struct bearing b = {.match = &in->matches->items[i]};
        b.rule = &in->rules->rules[b.match->rule];
        if (b.rule->kind != GZ_RULE_ASSERTION ||
            !bears(in, b.match, f, &b.distance)) {
            continue;
        }
        if (b.rule->sets_polarity && is_nearer(&b, &polarity)) {
            polarity = b;
        }
        if (b.rule->sets_modality && beats(&b, &modality)) {
            modality = b;
        }
    }
    set_polarity(in, &polarity, f);
    set_modality(in, &modality, f);
}

void gz_assertions_apply(const struct gz_fact_sources *in,
                         struct gz_fact_draft *facts, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        assert_one(in, &facts[i]);
    }
}
