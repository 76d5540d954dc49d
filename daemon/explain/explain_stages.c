#include "daemon/explain/explain_stages.h"

#include "codecs/event_symbol.h"
#include "daemon/explain/explained_reason.h"
#include "daemon/explain/fact_text.h"
#include "daemon/explain/name_text.h"
#include "daemon/explain/near_miss.h"
#include "rules/explain.h"
#include "rules/values/value_text.h"

struct stages {
    const struct gz_explain_subject *subject;
    const struct gz_document *document;
    const struct gz_findings *findings;
    struct gz_explain_writer *w;
    struct gz_buffer scratch;
};

// --- cells ---

static void begin_section(struct stages *s, const char *name, const char *title)
{
    s->w->format->section(s->w, name, title);
}

static void end_section(struct stages *s)
{
    s->w->format->section_end(s->w);
}

static void begin_row(struct stages *s)
{
    s->w->format->row(s->w);
}

static void end_row(struct stages *s)
{
    s->w->format->row_end(s->w);
}

static void put_text(struct stages *s, const char *key, struct gz_str value)
{
    s->w->format->text(s->w, key, value);
}

static void put_z(struct stages *s, const char *key, const char *value)
{
    put_text(s, key, gz_str_z(value));
}

static void put_number(struct stages *s, const char *key, double value)
{
    s->w->format->number(s->w, key, value);
}

static void put_span(struct stages *s, const char *key, enum gz_field field,
                     uint32_t begin_byte, uint32_t end_byte)
{
    const struct gz_span span = {field, begin_byte, end_byte};
    s->w->format->span(s->w, key, &span);
}

// What was appended to the scratch buffer since it was empty.
static void put_scratch(struct stages *s, const char *key)
{
    put_text(s, key, gz_str_trim(gz_buffer_str(&s->scratch)));
    gz_buffer_clear(&s->scratch);
}

// --- text, names, values ---

static void put_sentence(struct stages *s, enum gz_field field, uint32_t number)
{
    const struct gz_passage *p = &s->document->fields[field];
    const struct gz_sentence *sentence = &p->sentences.items[number];
    for (uint32_t t = sentence->first_token; t < sentence->end_token; t++) {
        const struct gz_token *token = &p->tokens.items[t];
        gz_buffer_append_z(&s->scratch,
                           t == sentence->first_token ? "" : " | ");
        gz_buffer_append(&s->scratch, p->text.ptr + token->begin_byte,
                         token->end_byte - token->begin_byte);
    }
    begin_row(s);
    put_z(s, "field", gz_explain_field(field));
    put_number(s, "sentence", number);
    put_scratch(s, "tokens");
    end_row(s);
}

static void put_sentences(struct stages *s)
{
    begin_section(s, "sentences", "Sentences and tokens");
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        for (uint32_t i = 0; i < s->document->fields[f].sentences.count; i++) {
            put_sentence(s, (enum gz_field)f, i);
        }
    }
    end_section(s);
}

static void put_name(struct stages *s, enum gz_field field,
                     const struct gz_explanation *all,
                     const struct gz_explained *e)
{
    const struct gz_explained *by =
        e->by == GZ_EXPLAINED_NONE ? NULL : &all->items[e->by];
    begin_row(s);
    put_span(s, "span", field, e->begin_byte, e->end_byte);
    put_z(s, "fate", gz_explained_fate_name(e->fate));
    put_text(s, "id", e->entry.id);
    put_text(s, "type", e->entry.type);
    put_z(s, "how", gz_name_text_how(e->reading.how));
    put_text(s, "name", e->name);
    if (e->fate != GZ_EXPLAINED_MENTION) {
        gz_explained_reason_append(e, by, &s->scratch);
    }
    put_scratch(s, "why");
    end_row(s);
}

static enum gz_status put_names(struct stages *s)
{
    enum gz_status st = GZ_OK;
    begin_section(s, "names", "Names of the lists");
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        struct gz_explanation all = {0};
        st = gz_explain(s->subject->rules, s->document, (enum gz_field)f,
                        s->subject->arena, &all);
        for (uint32_t i = 0; i < all.count && st == GZ_OK; i++) {
            put_name(s, (enum gz_field)f, &all, &all.items[i]);
        }
    }
    end_section(s);
    return st;
}

static void put_value(struct stages *s, enum gz_field field,
                      const struct gz_value *v)
{
    const struct gz_token *tokens = s->document->fields[field].tokens.items;
    begin_row(s);
    put_span(s, "span", field, tokens[v->begin_token].begin_byte,
             tokens[v->end_token - 1].end_byte);
    put_z(s, "dim", gz_event_symbol_name(GZ_EVENT_ENUM_DIMENSION, v->dim));
    gz_value_print(&s->scratch, v);
    put_scratch(s, "value");
    end_row(s);
}

static void put_values(struct stages *s)
{
    begin_section(s, "values", "Values");
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        for (uint32_t i = 0; i < s->findings->values[f].count; i++) {
            put_value(s, (enum gz_field)f, &s->findings->values[f].items[i]);
        }
    }
    end_section(s);
}

// --- decisions ---

static bool is_asked(const struct stages *s, struct gz_str rule)
{
    return s->subject->rule == NULL || gz_str_eq(rule, s->subject->rule->id);
}

static void put_step(struct stages *s, const struct gz_extract_step *step)
{
    begin_row(s);
    put_z(s, "stage", gz_extract_stage_name(step->stage));
    put_z(s, "outcome", gz_extract_outcome_name(step->outcome));
    put_text(s, "rule", step->rule);
    put_span(s, "span", step->span.field, step->span.begin_byte,
             step->span.end_byte);
    put_text(s, "entity", step->entity);
    put_z(s, "reason", step->reason);
    put_text(s, "by", step->by);
    end_row(s);
}

static void put_steps(struct stages *s)
{
    const struct gz_extract_trace *trace = s->subject->trace;
    begin_section(s, "decisions", "Decisions, in order");
    for (uint32_t i = 0; i < trace->count; i++) {
        const struct gz_extract_step *step = &trace->items[i];
        if (is_asked(s, step->rule) || is_asked(s, step->by)) {
            put_step(s, step);
        }
    }
    end_section(s);
}

// --- what came out ---

static void put_mention(struct stages *s, const struct gz_mention *m)
{
    begin_row(s);
    put_span(s, "span", m->field, m->begin_byte, m->end_byte);
    put_number(s, "sentence", m->sentence);
    put_text(s, "id", s->findings->entities[m->entity].entry.id);
    put_z(s, "how", gz_event_symbol_name(GZ_EVENT_ENUM_HOW, m->how));
    put_z(s, "zone", gz_event_symbol_name(GZ_EVENT_ENUM_ZONE, m->zone));
    put_text(s, "rule", m->rule);
    end_row(s);
}

static void put_mentions(struct stages *s)
{
    begin_section(s, "mentions", "Mentions");
    for (uint32_t i = 0; i < s->findings->mention_count; i++) {
        if (is_asked(s, s->findings->mentions[i].rule)) {
            put_mention(s, &s->findings->mentions[i]);
        }
    }
    end_section(s);
}

static void put_entity(struct stages *s, const struct gz_entity *e)
{
    begin_row(s);
    put_text(s, "id", e->entry.id);
    put_text(s, "type", e->entry.type);
    put_text(s, "name", e->entry.name);
    put_z(s, "method",
          gz_event_symbol_name(GZ_EVENT_ENUM_LINK_METHOD, e->link.method));
    put_number(s, "link", e->link.score);
    put_number(s, "salience", e->salience.score);
    put_number(s, "title", e->salience.title_term);
    put_number(s, "first_sentence", e->salience.first_sentence_term);
    put_number(s, "mentions", e->salience.mentions_term);
    put_number(s, "facts", e->salience.facts_term);
    end_row(s);
}

static void put_entities(struct stages *s)
{
    begin_section(s, "entities", "Entities, and what their salience adds up");
    for (uint32_t i = 0; i < s->findings->entity_count; i++) {
        put_entity(s, &s->findings->entities[i]);
    }
    end_section(s);
}

static void put_fact(struct stages *s, const struct gz_fact *f)
{
    begin_row(s);
    put_text(s, "type", f->type);
    gz_fact_text_roles(s->findings, s->document, f, false, &s->scratch);
    put_scratch(s, "roles");
    gz_fact_text_status(s->findings, s->document, f, false, &s->scratch);
    put_scratch(s, "status");
    put_span(s, "evidence", f->evidence.field, f->evidence.begin_byte,
             f->evidence.end_byte);
    put_number(s, "confidence", f->confidence);
    put_number(s, "prior", f->prior_term);
    put_number(s, "link", f->link_term);
    put_number(s, "form", f->form_term);
    put_number(s, "gap", f->gap_term);
    put_text(s, "rule", f->rule);
    put_text(s, "polarity_rule", f->polarity_rule);
    put_text(s, "modality_rule", f->modality_rule);
    end_row(s);
}

static void put_facts(struct stages *s)
{
    begin_section(s, "facts", "Facts, and what their confidence multiplies up");
    for (uint32_t i = 0; i < s->findings->fact_count; i++) {
        if (is_asked(s, s->findings->facts[i].rule)) {
            put_fact(s, &s->findings->facts[i]);
        }
    }
    end_section(s);
}

static enum gz_status put_reach(struct stages *s)
{
    const struct gz_near_question q = {
        .rules = s->subject->rules,
        .rule = s->subject->rule,
        .document = s->document,
        .findings = s->findings,
        .trace = s->subject->trace,
        .arena = s->subject->arena,
    };
    struct gz_near_miss near;
    enum gz_status st = gz_near_miss_find(&q, &near);
    if (st != GZ_OK) {
        return st;
    }
    begin_section(s, "reach", "How far the rule came");
    begin_row(s);
    if (near.found) {
        const struct gz_token *tokens =
            s->document->fields[near.field].tokens.items;
        put_span(s, "span", near.field, tokens[near.begin_token].begin_byte,
                 near.reached_token > near.begin_token
                     ? tokens[near.reached_token - 1].end_byte
                     : tokens[near.begin_token].begin_byte);
    }
    st = gz_near_miss_append(&q, &near, &s->scratch);
    put_scratch(s, "reach");
    end_row(s);
    end_section(s);
    return st;
}

static enum gz_status put_article(struct stages *s)
{
    enum gz_status st = GZ_OK;
    if (s->subject->rule == NULL) {
        put_sentences(s);
        st = put_names(s);
        put_values(s);
    } else {
        st = put_reach(s);
    }
    put_steps(s);
    put_mentions(s);
    if (s->subject->rule == NULL) {
        put_entities(s);
    }
    put_facts(s);
    return st;
}

enum gz_status gz_explain_stages(const struct gz_explain_subject *subject,
                                 struct gz_explain_writer *w)
{
    struct stages s = {
        .subject = subject,
        .document = subject->document,
        .findings = subject->findings,
        .w = w,
    };
    gz_buffer_init(&s.scratch, 0);
    w->article = subject->article;
    w->document = s.document;
    w->findings = s.findings;
    w->format->article(w);
    const enum gz_status st = put_article(&s);
    w->format->article_end(w);
    gz_buffer_fini(&s.scratch);
    return st;
}
