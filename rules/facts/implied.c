#include "rules/facts/implied.h"

#include "rules/resolve/coref_grade.h"
#include "rules/resolve/draft.h"
#include "rules/types.h"

#include <string.h>

// Whoever is named in the title or first sentence has at least LEADING, and is
// the topic of the article with twice as much as any other.
enum { LEADING = GZ_COREF_LEAD_FIRST, TOPIC_TIMES = 2 };

// How far back a sentence may be about whom this one leaves out: where the
// article is about somebody else, and where it is about nobody more.
enum { NEAR_SENTENCES = 1, LIST_SENTENCES = 2 };

// Who is named in the last sentence that names anybody.
struct near {
    uint32_t subject;  // mention that begins it, or GZ_FINDINGS_NONE
    uint32_t mention;  // the last one in it, or GZ_FINDINGS_NONE
    uint32_t sentence;
    bool several;  // entities
};

static uint32_t sentence_of(const struct gz_implied *s,
                            const struct gz_mention *m)
{
    return gz_draft_sentence(s->in->doc, m->field, m->begin_token);
}

static bool is_and(const struct gz_document *doc, enum gz_field field,
                   uint32_t token)
{
    const struct gz_passage *passage = &doc->fields[field];
    return token < passage->tokens.count &&
           (gz_passage_is(passage, token, GZ_GRAMMAR_ADDITIVE) ||
            gz_passage_is_mark(passage, token, '&'));
}

// "Acme and Globex": what follows may be of either, whether or not anybody
// knows who Globex is.
static bool is_joined(const struct gz_document *doc, const struct gz_mention *m)
{
    const struct gz_passage *passage = &doc->fields[m->field];
    const uint32_t begin = m->begin_token;
    return (is_and(doc, m->field, m->end_token) &&
            gz_passage_is_capital(passage, m->end_token + 1)) ||
           (begin > 1 && is_and(doc, m->field, begin - 1) &&
            gz_passage_is_capital(passage, begin - 2));
}

enum gz_status gz_implied_init(struct gz_implied *s,
                               const struct gz_fact_sources *in)
{
    const struct gz_findings *f = in->findings;
    *s = (struct gz_implied){.in = in, .topic = GZ_FINDINGS_NONE};
    s->weights = GZ_ARENA_ARRAY(in->arena, uint32_t, f->entity_count);
    s->wholes = GZ_ARENA_ARRAY(in->arena, uint32_t, f->entity_count);
    s->sums = GZ_ARENA_ARRAY(in->arena, uint32_t, f->entity_count);
    if (s->weights == NULL || s->wholes == NULL || s->sums == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < f->mention_count; i++) {
        const struct gz_mention *m = &f->mentions[i];
        s->weights[m->entity] +=
            1U + (is_joined(in->doc, m)
                      ? 0
                      : gz_coref_lead(in->doc, sentence_of(s, m)));
    }
    return GZ_OK;
}

static struct gz_str value_of(const struct gz_implied *s, uint32_t entity,
                              const char *key)
{
    return gz_gazetteer_value(
        s->in->findings->entities[entity].entry.attributes, key);
}

static bool is_government(const struct gz_implied *s, uint32_t entity)
{
    return gz_str_eq(value_of(s, entity, "role"), GZ_STR_LIT("government"));
}

static bool has_type(const struct gz_implied *s, uint32_t entity)
{
    bool has = false;
    for (uint32_t i = 0; i < s->type_count; i++) {
        has |= gz_type_is_a(s->in->findings->entities[entity].entry.type,
                            s->types[i]);
    }
    return has;
}

static bool fits(const struct gz_implied *s, uint32_t entity)
{
    if (s->of_country && is_government(s, entity)) {
        return true;
    }
    // Who has a role in public life, as a central bank has, is no company.
    return !s->in->findings->entities[entity].supposed && has_type(s, entity) &&
           value_of(s, entity, "role").len_bytes == 0;
}

// The number of a country's code, or GZ_IMPLIED_CODES.
static uint32_t code_number(struct gz_str code)
{
    uint32_t number = 0;
    if (code.len_bytes != 2) {
        return GZ_IMPLIED_CODES;
    }
    for (size_t i = 0; i < 2; i++) {
        if (code.ptr[i] < 'A' || code.ptr[i] > 'Z') {
            return GZ_IMPLIED_CODES;
        }
        number = number * 26 + (uint32_t)(code.ptr[i] - 'A');
    }
    return number;
}

// The country of this code, or GZ_FINDINGS_NONE where it is not named.
static uint32_t find_country(const struct gz_implied *s, struct gz_str code)
{
    const uint32_t number = code_number(code);
    return number == GZ_IMPLIED_CODES ? GZ_FINDINGS_NONE : s->countries[number];
}

static void note_countries(struct gz_implied *s)
{
    for (uint32_t i = 0; i < GZ_IMPLIED_CODES; i++) {
        s->countries[i] = GZ_FINDINGS_NONE;
    }
    for (uint32_t e = s->in->findings->entity_count; e > 0; e--) {
        const uint32_t number = code_number(value_of(s, e - 1, "country"));
        if (number < GZ_IMPLIED_CODES && fits(s, e - 1) &&
            !is_government(s, e - 1)) {
            s->countries[number] = e - 1;
        }
    }
}

// Whom an entity counts as: where a country is asked for, its government, towns
// and people count as the country.
static uint32_t find_whole(const struct gz_implied *s, uint32_t entity)
{
    const struct gz_str code =
        s->of_country ? value_of(s, entity, "country") : (struct gz_str){0};
    const uint32_t country =
        code.len_bytes > 0 ? find_country(s, code) : GZ_FINDINGS_NONE;
    return country == GZ_FINDINGS_NONE ? entity : country;
}

static void sum_up(struct gz_implied *s)
{
    const uint32_t count = s->in->findings->entity_count;
    if (s->of_country) {
        note_countries(s);
    }
    for (uint32_t e = 0; e < count; e++) {
        s->sums[e] = 0;
    }
    for (uint32_t e = 0; e < count; e++) {
        s->wholes[e] = find_whole(s, e);
        s->sums[s->wholes[e]] += s->weights[e];
    }
}

static uint32_t find_topic(const struct gz_implied *s)
{
    uint32_t best = GZ_FINDINGS_NONE;
    uint32_t most = 0;
    uint32_t second = 0;
    for (uint32_t e = 0; e < s->in->findings->entity_count; e++) {
        if (!fits(s, e) || s->wholes[e] != e) {
            continue;
        }
        if (s->sums[e] > most) {
            second = most;
            most = s->sums[e];
            best = e;
        } else if (s->sums[e] > second) {
            second = s->sums[e];
        }
    }
    return most >= LEADING && most >= TOPIC_TIMES * second ? best
                                                           : GZ_FINDINGS_NONE;
}

static void ask(struct gz_implied *s, const struct gz_rule *rule)
{
    const struct gz_type_tree *tree = s->in->rules->types;
    struct gz_str rest = rule->implied.root->text;
    if (s->asked == rule->implied.root) {
        return;
    }
    s->asked = rule->implied.root;
    s->type_count = 0;
    s->of_country = false;
    while (rest.ptr != NULL && s->type_count < GZ_IMPLIED_TYPES_MAX) {
        const struct gz_str name = gz_str_cut(&rest, '|');
        s->types[s->type_count++] =
            gz_type_tree_path(tree, gz_type_tree_find(tree, name));
        s->of_country |= gz_str_eq(name, GZ_STR_LIT("Country"));
    }
    sum_up(s);
    s->topic = find_topic(s);
}

bool gz_implied_fits(struct gz_implied *s, const struct gz_rule *rule,
                     uint32_t entity)
{
    ask(s, rule);
    return fits(s, entity);
}

static enum gz_coref_grade grade_of(const struct gz_implied *s,
                                    const struct gz_mention *m,
                                    const struct gz_match *match)
{
    const struct gz_draft_mention named = {.field = m->field,
                                           .begin_token = m->begin_token,
                                           .end_token = m->end_token};
    const struct gz_draft_mention meant = {.field = match->field,
                                           .begin_token = match->begin_token,
                                           .end_token = match->end_token,
                                           .how = GZ_HOW_NOMINAL};
    return gz_coref_grade_of(s->in->doc, &named, &meant);
}

static bool is_before(const struct gz_mention *m, const struct gz_match *match)
{
    return m->field < match->field ||
           (m->field == match->field && m->end_token <= match->begin_token);
}

static uint32_t whole_of(const struct gz_implied *s, uint32_t mention)
{
    return s->wholes[s->in->findings->mentions[mention].entity];
}

static struct near look_back(const struct gz_implied *s,
                             const struct gz_match *match)
{
    const struct gz_findings *f = s->in->findings;
    struct near near = {GZ_FINDINGS_NONE, GZ_FINDINGS_NONE, 0, false};
    for (uint32_t i = f->mention_count; i > 0; i--) {
        const struct gz_mention *m = &f->mentions[i - 1];
        if (!is_before(m, match) || !fits(s, m->entity)) {
            continue;
        }
        const enum gz_coref_grade grade = grade_of(s, m, match);
        if (grade <= GZ_COREF_ASIDE) {
            continue;
        }
        const uint32_t sentence = sentence_of(s, m);
        if (near.mention == GZ_FINDINGS_NONE) {
            near.mention = i - 1;
            near.sentence = sentence;
        } else if (sentence != near.sentence) {
            break;
        }
        near.several |= whole_of(s, i - 1) != whole_of(s, near.mention) ||
                        is_joined(s->in->doc, m);
        near.subject = grade == GZ_COREF_SUBJECT ? i - 1 : near.subject;
    }
    return near;
}

// Whether somebody but the topic, whom the title or the first sentence names
// and others too, is named there.
static bool has_rival(const struct gz_implied *s, const struct near *near,
                      const struct gz_match *match)
{
    const struct gz_findings *f = s->in->findings;
    bool found = false;
    for (uint32_t i = near->mention + 1; i > 0; i--) {
        const struct gz_mention *m = &f->mentions[i - 1];
        if (sentence_of(s, m) != near->sentence) {
            break;
        }
        found |= whole_of(s, i - 1) != s->topic && fits(s, m->entity) &&
                 s->sums[whole_of(s, i - 1)] >= LEADING &&
                 f->entities[m->entity].mention_count > 1 &&
                 is_before(m, match);
    }
    return found;
}

// Where an entity is named before a match: a name rather than "it".
static uint32_t name_before(const struct gz_implied *s,
                            const struct gz_match *match, uint32_t entity)
{
    const struct gz_findings *f = s->in->findings;
    uint32_t found = GZ_FINDINGS_NONE;
    for (uint32_t i = f->mention_count; i > 0; i--) {
        const struct gz_mention *m = &f->mentions[i - 1];
        if (m->entity != entity || !is_before(m, match)) {
            continue;
        }
        found = found == GZ_FINDINGS_NONE ? i - 1 : found;
        if (m->how != GZ_HOW_NOMINAL && m->how != GZ_HOW_PRONOUN) {
            return i - 1;
        }
    }
    return found;
}

// Whether somebody is the first whom the title or the first sentence names.
static bool is_head(const struct gz_implied *s, uint32_t entity)
{
    const struct gz_findings *f = s->in->findings;
    for (uint32_t i = 0; i < f->mention_count; i++) {
        if (fits(s, f->mentions[i].entity) &&
            s->sums[whole_of(s, i)] >= LEADING) {
            return whole_of(s, i) == entity;
        }
    }
    return false;
}

// Whether a new paragraph may be back at whom the article is about, behind one
// on another whom its title or first sentence names.
static bool is_back(const struct gz_implied *s, uint32_t mention,
                    const struct gz_match *match)
{
    const struct gz_mention *other = &s->in->findings->mentions[mention];
    const uint32_t whole = whole_of(s, mention);
    if (s->sums[whole] < LEADING || is_head(s, whole) ||
        other->field != match->field) {
        return false;
    }
    const struct gz_passage *passage = &s->in->doc->fields[match->field];
    const size_t from = passage->tokens.items[other->end_token - 1].end_byte;
    const size_t to = passage->tokens.items[match->begin_token].begin_byte;
    return memchr(passage->text.ptr + from, '\n', to - from) != NULL;
}

// The country of a person in a fact, as a list says.
static struct gz_str country_of_person(const struct gz_implied *s,
                                       const struct gz_fact *fact)
{
    const struct gz_findings *f = s->in->findings;
    struct gz_str code = {0};
    for (uint32_t i = 0; i < fact->role_count && code.len_bytes == 0; i++) {
        const uint32_t e = fact->roles[i].entity;
        if (e != GZ_FINDINGS_NONE &&
            gz_type_is_a(f->entities[e].entry.type, GZ_STR_LIT("Person"))) {
            code = value_of(s, e, "country");
        }
    }
    return code;
}

// Whom the sentences before a match say, or the article is about.
static uint32_t find_meant(const struct gz_implied *s,
                           const struct gz_match *match)
{
    const struct near near = look_back(s, match);
    if (near.mention == GZ_FINDINGS_NONE) {
        return GZ_FINDINGS_NONE;
    }
    const uint32_t distance =
        gz_draft_sentence(s->in->doc, match->field, match->begin_token) -
        near.sentence;
    const bool listed = s->topic == GZ_FINDINGS_NONE;
    const bool other = near.subject != GZ_FINDINGS_NONE &&
                       whole_of(s, near.subject) != s->topic;
    if (other && distance <= (listed ? LIST_SENTENCES : NEAR_SENTENCES)) {
        // "Freedonia objected.  The prime minister said": whose, who knows?
        return near.several || (s->of_country && !listed) ||
                       is_back(s, near.subject, match)
                   ? GZ_FINDINGS_NONE
                   : whole_of(s, near.subject);
    }
    if (listed || has_rival(s, &near, match) ||
        (distance == 0 && whole_of(s, near.mention) != s->topic)) {
        return GZ_FINDINGS_NONE;
    }
    return s->topic;
}

// "Freedonia warned" names a country for its government; "the European
// Commission" is no country.
static bool is_country_name(const struct gz_implied *s, uint32_t mention)
{
    const struct gz_mention *m = &s->in->findings->mentions[mention];
    return !is_government(s, m->entity) || m->how == GZ_HOW_METONYM;
}

uint32_t gz_implied_find(struct gz_implied *s, const struct gz_match *match,
                         const struct gz_fact *fact)
{
    ask(s, &s->in->rules->rules[match->rule]);
    const struct gz_str code =
        s->of_country ? country_of_person(s, fact) : (struct gz_str){0};
    const uint32_t meant =
        code.len_bytes > 0 ? find_country(s, code) : find_meant(s, match);
    const uint32_t named = meant == GZ_FINDINGS_NONE
                               ? GZ_FINDINGS_NONE
                               : name_before(s, match, meant);
    return named != GZ_FINDINGS_NONE && s->of_country &&
                   !is_country_name(s, named)
               ? GZ_FINDINGS_NONE
               : named;
}
