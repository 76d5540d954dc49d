#include "daemon/commands/example_wants.h"

#include "codecs/event_symbol.h"
#include "rules/values/value_text.h"

// Answers to one want: what the findings have under its key, each once.
struct answers {
    const struct gz_example_run *run;
    const struct gz_example_want *want;
    struct gz_buffer one;   // the answer under way
    struct gz_buffer list;  // " | " between
    bool known;             // the key means something here
};

static void close_answer(struct answers *a)
{
    const struct gz_str one = gz_buffer_str(&a->one);
    struct gz_str rest = gz_buffer_str(&a->list);
    a->known = true;
    while (rest.ptr != NULL && a->list.len > 0) {
        if (gz_str_eq(gz_str_trim(gz_str_cut(&rest, '|')), one)) {
            gz_buffer_clear(&a->one);
            return;
        }
    }
    gz_buffer_append_z(&a->list, a->list.len > 0 ? " | " : "");
    gz_buffer_append_str(&a->list, one);
    gz_buffer_clear(&a->one);
}

static void answer(struct answers *a, struct gz_str text)
{
    gz_buffer_append_str(&a->one, text);
    close_answer(a);
}

static void answer_symbol(struct answers *a, enum gz_event_enum which,
                          uint32_t number)
{
    answer(a, gz_str_z(gz_event_symbol_name(which, number)));
}

// An entity answers with its name where that is what was asked for.
static void answer_entity(struct answers *a, uint32_t entity)
{
    const struct gz_entry *entry = &a->run->findings->entities[entity].entry;
    answer(a, gz_str_eq(entry->name, a->want->value) ? entry->name : entry->id);
}

static void answer_attribution(struct answers *a, const struct gz_fact *fact)
{
    for (uint32_t i = 0; i < fact->attribution_count; i++) {
        answer_symbol(a, GZ_EVENT_ENUM_ATTRIBUTION_KIND,
                      fact->attributions[i].kind);
    }
    if (fact->attribution_count == 0) {
        answer(a, GZ_STR_LIT("NONE"));
    }
}

static struct gz_str words_of(const struct answers *a,
                              const struct gz_span *span)
{
    const struct gz_str text = a->run->document->fields[span->field].text;
    return gz_str_of(text.ptr + span->begin_byte,
                     span->end_byte - span->begin_byte);
}

static void answer_role(struct answers *a, const struct gz_fact *fact)
{
    for (uint32_t i = 0; i < fact->role_count; i++) {
        const struct gz_role *role = &fact->roles[i];
        if (!gz_str_eq(role->role, a->want->key)) {
            continue;
        }
        if (role->value != NULL) {
            gz_value_print(&a->one, role->value);
            close_answer(a);
        } else if (role->entity != GZ_FINDINGS_NONE) {
            answer_entity(a, role->entity);
        } else {
            answer(a, words_of(a, &role->span));
        }
    }
}

static void answer_fact(struct answers *a, const struct gz_fact *fact)
{
    if (gz_str_is(a->want->key, "polarity")) {
        answer_symbol(a, GZ_EVENT_ENUM_POLARITY, fact->polarity);
    } else if (gz_str_is(a->want->key, "modality")) {
        answer_symbol(a, GZ_EVENT_ENUM_MODALITY, fact->modality);
    } else if (gz_str_is(a->want->key, "attribution")) {
        answer_attribution(a, fact);
    } else if (gz_str_is(a->want->key, "type")) {
        answer(a, fact->type);
    } else {
        answer_role(a, fact);
    }
}

static void answer_mention(struct answers *a, const struct gz_mention *m)
{
    const struct gz_entry *entry = &a->run->findings->entities[m->entity].entry;
    if (gz_str_is(a->want->key, "entity")) {
        answer_entity(a, m->entity);
    } else if (gz_str_is(a->want->key, "type")) {
        answer(a, entry->type);
    } else if (gz_str_is(a->want->key, "how")) {
        answer_symbol(a, GZ_EVENT_ENUM_HOW, m->how);
    }
}

// Whether an attribution or assertion rule had a say in a fact.
static bool touches(const struct gz_rule *rule, const struct gz_fact *fact)
{
    for (uint32_t i = 0; i < fact->attribution_count; i++) {
        if (gz_str_eq(fact->attributions[i].rule, rule->id)) {
            return true;
        }
    }
    return gz_str_eq(fact->polarity_rule, rule->id) ||
           gz_str_eq(fact->modality_rule, rule->id);
}

static void ask(struct answers *a)
{
    const struct gz_example_run *run = a->run;
    for (uint32_t i = 0; i < run->count; i++) {
        if (run->items[i].fact != NULL) {
            answer_fact(a, run->items[i].fact);
        } else if (run->items[i].mention != NULL) {
            answer_mention(a, run->items[i].mention);
        }
    }
    for (uint32_t i = 0; i < run->findings->fact_count; i++) {
        if (run->rule->kind > GZ_RULE_EMIT &&
            touches(run->rule, &run->findings->facts[i])) {
            answer_fact(a, &run->findings->facts[i]);
        }
    }
}

void gz_example_want_append(const struct gz_example_run *run,
                            const struct gz_example_want *want,
                            struct gz_buffer *expected, struct gz_buffer *found)
{
    struct answers a = {.run = run, .want = want};
    gz_buffer_init(&a.one, 0);
    gz_buffer_init(&a.list, 0);
    ask(&a);
    gz_buffer_append_fmt(expected, GZ_STR_FMT " = " GZ_STR_FMT "\n",
                         GZ_STR_ARG(want->key), GZ_STR_ARG(want->value));
    if (a.known) {
        gz_buffer_append_fmt(found, GZ_STR_FMT " = " GZ_STR_FMT "\n",
                             GZ_STR_ARG(want->key),
                             GZ_STR_ARG(gz_buffer_str(&a.list)));
    } else {
        gz_buffer_append_fmt(found, GZ_STR_FMT " is not there\n",
                             GZ_STR_ARG(want->key));
    }
    gz_buffer_fini(&a.one);
    gz_buffer_fini(&a.list);
}
