#include "rules/resolve/short_forms.h"

#include "rules/gazetteer/alias/ordinary_words.h"
#include "rules/resolve/form_context.h"
#include "rules/resolve/linking.h"
#include "rules/resolve/name_forms.h"
#include "rules/types.h"

static const struct {
    enum gz_how how;
    const char *rule;
} kinds[GZ_FORM_KIND_COUNT] = {
    [GZ_FORM_FULL] = {GZ_HOW_PATTERN, "full-name"},
    [GZ_FORM_SURNAME] = {GZ_HOW_ALIAS, "surname"},
    [GZ_FORM_GIVEN] = {GZ_HOW_ALIAS, "given-name"},
    [GZ_FORM_SHORT] = {GZ_HOW_ALIAS, "short-name"},
    [GZ_FORM_FIRST] = {GZ_HOW_ALIAS, "short-name"},
    [GZ_FORM_ACRONYM] = {GZ_HOW_ACRONYM, "acronym"},
    [GZ_FORM_DEFINED] = {GZ_HOW_ACRONYM, "acronym"},
};

struct scanner {
    struct gz_draft *draft;
    struct gz_form_table table;
    uint32_t *last;        // sentence that last named an entity, + 1
    uint32_t *lengths;     // words of an entity's longest name in the article
    gz_form_place *first;  // in the body that names an entity; 0: none
    struct gz_draft_mention *fresh;
    uint32_t count;
    uint32_t cap;
};

static bool is_named(const struct gz_draft_mention *m)
{
    return m->how == GZ_HOW_NAME || m->how == GZ_HOW_ALIAS ||
           m->how == GZ_HOW_PATTERN;
}

// One word is a name of its own only if no full name gives it.
static bool is_given(const struct scanner *s, const struct gz_draft_mention *m)
{
    const struct gz_tokens *tokens = &s->draft->in.doc->fields[m->field].tokens;
    return gz_form_table_find(&s->table, tokens, m->begin_token,
                              m->end_token) != NULL;
}

// Names of several words before those of one.
static enum gz_status note_forms(struct scanner *s)
{
    struct gz_draft *draft = s->draft;
    uint32_t *lengths = s->lengths;  // a name is read once for each
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < draft->mention_count && st == GZ_OK; i++) {
        const struct gz_draft_mention *m = &draft->mentions[i];
        const uint32_t length = m->end_token - m->begin_token;
        if (length > 1 && length > lengths[m->entity] && is_named(m)) {
            lengths[m->entity] = length;
            st = gz_name_forms_note(draft, m, &s->table);
        }
    }
    for (uint32_t i = 0; i < draft->mention_count && st == GZ_OK; i++) {
        const struct gz_draft_mention *m = &draft->mentions[i];
        if (m->end_token - m->begin_token == 1 && m->rank > 0 &&
            lengths[m->entity] == 0 && !is_given(s, m)) {
            lengths[m->entity] = 1;
            st = gz_name_forms_note(draft, m, &s->table);
        }
    }
    return st;
}

// Who is meant by a form at a place: the only one named before, or the only
// one that the sentences just before name.  ahead: the full name may follow.
// given: by those of whom it is the given name, else by the others.
static const struct gz_form_owner *
choose(const struct scanner *s, const struct gz_form *form, gz_form_place place,
       uint32_t sentence, bool ahead, bool given)
{
    const struct gz_form_owner *only = NULL;
    const struct gz_form_owner *near = NULL;
    const struct gz_form_owner *any = NULL;
    uint32_t all = 0;
    uint32_t before = 0;
    uint32_t nearby = 0;
    for (uint32_t i = 0; i < form->owner_count; i++) {
        const struct gz_form_owner *o = &form->owners[i];
        if ((o->kind == GZ_FORM_GIVEN) != given) {
            continue;
        }
        any = o;
        all++;
        if (o->from >= place) {
            continue;
        }
        only = o;
        before++;
        if (s->last[o->entity] + GZ_SHORT_FORMS_SENTENCES > sentence) {
            near = o;
            nearby++;
        }
    }
    if (before == 0) {
        return ahead && all == 1 ? any : NULL;
    }
    return before == 1 ? only : nearby == 1 ? near : NULL;
}

// "the Capital" is no company, whichever was named.
static bool follows_article(const struct scanner *s, enum gz_field field,
                            uint32_t token)
{
    static const char *const words[] = {
        "a",   "an",   "any",  "each", "her",  "his",   "its",   "no",
        "our", "some", "that", "the",  "this", "these", "those", "their"};
    return token > 0 &&
           gz_str_one_of_nocase(
               gz_draft_text(s->draft->in.doc, field, token - 1, token), words,
               sizeof(words) / sizeof(words[0]));
}

// Whether the first word of a name alone tells an organisation from others.
// An ordinary word does so only for a company ("Moonshot AI").
static bool is_telling(const struct scanner *s,
                       const struct gz_form_owner *owner, enum gz_field field,
                       uint32_t token)
{
    if (owner->kind != GZ_FORM_FIRST) {
        return true;
    }
    const struct gz_str word =
        gz_draft_text(s->draft->in.doc, field, token, token + 1);
    if (gz_ordinary_words_say_nothing(word)) {
        return false;
    }
    const struct gz_str type = s->draft->entities[owner->entity].entry.type;
    return !gz_ordinary_words_have(word) ||
           (gz_type_is_a(type, GZ_STR_LIT("Org/Company")) &&
            !follows_article(s, field, token));
}

static enum gz_status push(struct scanner *s, const struct gz_draft_mention *m)
{
    if (s->count == s->cap) {
        const uint32_t cap = 2 * s->cap + 16;
        struct gz_draft_mention *items =
            gz_arena_grow(s->draft->in.arena, s->fresh, s->cap * sizeof(*items),
                          cap * sizeof(*items));
        if (items == NULL) {
            return GZ_LIMIT;
        }
        s->fresh = items;
        s->cap = cap;
    }
    s->fresh[s->count++] = *m;
    return GZ_OK;
}

// A form among words that are nobody's mention; *end is behind it, if it is
// one.
static enum gz_status try_words(struct scanner *s, enum gz_field field,
                                uint32_t t, uint32_t limit, uint32_t *end)
{
    const struct gz_document *doc = s->draft->in.doc;
    const struct gz_form *form =
        gz_form_table_find(&s->table, &doc->fields[field].tokens, t, limit);
    if (form == NULL || !gz_form_context_stands(s->draft, form, field, t)) {
        return GZ_OK;
    }
    const uint32_t sentence = gz_draft_sentence(doc, field, t);
    const struct gz_form_owner *owner =
        choose(s, form, gz_form_place_of(field, t), sentence,
               field == GZ_FIELD_TITLE, false);
    if (owner == NULL || !is_telling(s, owner, field, t)) {
        return GZ_OK;
    }
    const struct gz_draft_mention m = {
        .field = field,
        .begin_token = t,
        .end_token = t + form->token_count,
        .entity = owner->entity,
        .how = kinds[owner->kind].how,
        .rule = gz_str_z(kinds[owner->kind].rule),
        .confidence = 1,
    };
    *end = m.end_token;
    s->last[m.entity] = sentence + 1;
    gz_draft_trace(s->draft, GZ_EXTRACT_FORM, GZ_EXTRACT_TAKEN, &m, NULL,
                   GZ_STR_LIT(""));
    return push(s, &m);
}

// A person whom the lists know by the surname and the article does not name
// in full, nor at all before the other one of that name.  Between two whom they
// know the lists have decided.
static bool is_namesake(const struct scanner *s,
                        const struct gz_draft_mention *m,
                        const struct gz_form_owner *owner)
{
    const struct gz_str type = s->draft->entities[m->entity].entry.type;
    const gz_form_place first = s->first[m->entity];
    return gz_linking_is_name_only(&s->draft->entities[owner->entity]) &&
           gz_type_is_a(type, GZ_STR_LIT("Person")) &&
           s->lengths[m->entity] <= 1 && (first == 0 || first > owner->from);
}

// A small town that the article does not name otherwise, where it has named a
// company in full that is called so: "Pinehurst" behind "Pinehurst Bank".
static bool is_small_town(const struct scanner *s,
                          const struct gz_draft_mention *m,
                          const struct gz_form_owner *owner)
{
    const struct gz_draft_entity *now = &s->draft->entities[m->entity];
    const struct gz_draft_entity *then = &s->draft->entities[owner->entity];
    return (owner->kind == GZ_FORM_FIRST || owner->kind == GZ_FORM_SHORT) &&
           gz_type_is_a(then->entry.type, GZ_STR_LIT("Org")) &&
           gz_type_is_a(now->entry.type, GZ_STR_LIT("Place/City")) &&
           gz_linking_is_minor(s->draft, m) &&
           now->link.method != GZ_LINK_CONTEXT && s->last[m->entity] == 0 &&
           !gz_form_context_is_place(s->draft, m);
}

// Whether a rule took for a person who is called by one word what the article
// names in full as an organisation: "Hexabyte Insurance fell.  Hexabyte said".
static bool is_mistaken(const struct gz_draft_mention *m,
                        const struct gz_draft_entity *now,
                        const struct gz_draft_entity *then)
{
    return m->end_token - m->begin_token == 1 &&
           gz_type_is_a(now->entry.type, GZ_STR_LIT("Person")) &&
           gz_type_is_a(then->entry.type, GZ_STR_LIT("Org"));
}

// Whether a mention of another entity gives way to a form of its words.
static bool gives_way(const struct scanner *s, const struct gz_draft_mention *m,
                      const struct gz_form_owner *owner)
{
    const struct gz_draft_entity *now = &s->draft->entities[m->entity];
    const struct gz_draft_entity *then = &s->draft->entities[owner->entity];
    struct gz_str path = now->entry.type;
    if (owner->kind == GZ_FORM_DEFINED) {
        return true;
    }
    if (gz_linking_is_name_only(now)) {
        return gz_type_is_a(then->entry.type, gz_str_cut(&path, '/')) ||
               is_mistaken(m, now, then);
    }
    if (m->rank != 0 || owner->kind != GZ_FORM_SURNAME) {
        return m->rank == 0 && is_small_town(s, m, owner);
    }
    return is_namesake(s, m, owner) ||
           ((gz_type_is_a(now->entry.type, GZ_STR_LIT("Place")) ||
             now->link.method == GZ_LINK_PRIORITY) &&
            now->link.method != GZ_LINK_CONTEXT && s->last[m->entity] == 0 &&
            !gz_form_context_is_place(s->draft, m));
}

static void look_again(struct scanner *s, struct gz_draft_mention *m,
                       uint32_t sentence)
{
    const struct gz_passage *passage = &s->draft->in.doc->fields[m->field];
    const struct gz_form *form = gz_form_table_find(
        &s->table, &passage->tokens, m->begin_token, m->end_token);
    if (form == NULL || form->token_count != m->end_token - m->begin_token) {
        return;
    }
    const struct gz_draft_entity *now = &s->draft->entities[m->entity];
    const gz_form_place place = gz_form_place_of(m->field, m->begin_token);
    const bool found = gz_linking_is_name_only(now);
    const bool ahead = m->field == GZ_FIELD_TITLE || found;
    const struct gz_form_owner *owner =
        choose(s, form, place, sentence, ahead, false);
    if (owner == NULL && found &&
        gz_type_is_a(now->entry.type, GZ_STR_LIT("Person"))) {
        owner = choose(s, form, place, sentence, ahead, true);
    }
    if (owner == NULL || owner->kind == GZ_FORM_FULL ||
        owner->entity == m->entity || !gives_way(s, m, owner) ||
        !is_telling(s, owner, m->field, m->begin_token)) {
        return;
    }
    const struct gz_str before = s->draft->entities[m->entity].entry.id;
    m->entity = owner->entity;
    s->draft->changed = true;
    m->how = kinds[owner->kind].how;
    m->rule = m->rank == 0 ? gz_str_z(kinds[owner->kind].rule) : m->rule;
    gz_draft_trace(s->draft, GZ_EXTRACT_FORM, GZ_EXTRACT_CHANGED, m,
                   "short for what the article names in full", before);
}

static void pass_mention(struct scanner *s, struct gz_draft_mention *m)
{
    const struct gz_document *doc = s->draft->in.doc;
    const uint64_t key = doc->fields[m->field].tokens.keys[m->begin_token];
    const uint32_t sentence = gz_draft_sentence(doc, m->field, m->begin_token);
    if (gz_form_table_may(&s->table, key)) {
        look_again(s, m, sentence);
    }
    s->last[m->entity] = sentence + 1;
}

// Words from t up to the next mention, or the end of the field.
static enum gz_status scan_words(struct scanner *s, enum gz_field field,
                                 uint32_t t, uint32_t limit)
{
    const uint64_t *keys = s->draft->in.doc->fields[field].tokens.keys;
    // A copy, which nothing that is called can change.
    const struct gz_form_table table = s->table;
    enum gz_status st = GZ_OK;
    while (t < limit && st == GZ_OK) {
        if (!gz_form_table_may(&table, keys[t])) {
            t++;
            continue;
        }
        uint32_t end = t + 1;
        st = try_words(s, field, t, limit, &end);
        t = end;
    }
    return st;
}

static enum gz_status scan(struct scanner *s, enum gz_field field)
{
    struct gz_draft *draft = s->draft;
    uint32_t t = 0;
    enum gz_status st = GZ_OK;
    for (uint32_t i = gz_draft_at(draft, field, 0);
         i < draft->mention_count && draft->mentions[i].field == field &&
         st == GZ_OK;
         i++) {
        struct gz_draft_mention *m = &draft->mentions[i];
        st = scan_words(s, field, t, m->begin_token);
        pass_mention(s, m);
        t = m->end_token > t ? m->end_token : t;
    }
    return st == GZ_OK ? scan_words(s, field, t,
                                    draft->in.doc->fields[field].tokens.count)
                       : st;
}

static enum gz_status init(struct scanner *s, struct gz_draft *draft)
{
    struct gz_arena *arena = draft->in.arena;
    *s = (struct scanner){
        .draft = draft,
        .last = GZ_ARENA_ARRAY(arena, uint32_t, draft->entity_count),
        .lengths = GZ_ARENA_ARRAY(arena, uint32_t, draft->entity_count),
        .first = GZ_ARENA_ARRAY(arena, gz_form_place, draft->entity_count),
    };
    if (s->last == NULL || s->lengths == NULL || s->first == NULL) {
        return GZ_LIMIT;
    }
    gz_form_table_init(&s->table, arena);
    for (uint32_t i = gz_draft_at(draft, GZ_FIELD_BODY, 0);
         i < draft->mention_count && draft->mentions[i].field == GZ_FIELD_BODY;
         i++) {
        const struct gz_draft_mention *m = &draft->mentions[i];
        if (s->first[m->entity] == 0) {
            s->first[m->entity] = gz_form_place_of(m->field, m->begin_token);
        }
    }
    return note_forms(s);
}

enum gz_status gz_short_forms_add(struct gz_draft *draft)
{
    struct scanner s;
    enum gz_status st = init(&s, draft);
    if (st != GZ_OK || s.table.count == 0) {
        return st;
    }
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        st = scan(&s, (enum gz_field)f);
    }
    return st == GZ_OK ? gz_draft_insert(draft, s.fresh, s.count) : st;
}
