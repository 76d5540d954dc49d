#include "daemon/commands/annotations.h"

#include "codecs/event_symbol.h"
#include "daemon/base/json_writer.h"

struct annotations {
    const struct gz_pipeline_view *view;
    const struct gz_passage *body;
    struct gz_json_writer w;
};

static bool is_a(struct gz_str type, const char *root)
{
    return gz_str_is(gz_str_cut(&type, '/'), root);
}

static const char *label_of(const struct gz_entity *entity, enum gz_how how)
{
    const struct gz_str type = entity->entry.type;
    if (is_a(type, "Person")) {
        return "PER";
    }
    if (is_a(type, "Org")) {
        return "ORG";
    }
    if (is_a(type, "Norp") || (is_a(type, "Place") && how == GZ_HOW_DERIVED)) {
        return "NORP";
    }
    return is_a(type, "Place") ? "LOC" : NULL;
}

// Corpora of named entities mark no "the company" and no "she".
static bool is_named(enum gz_how how)
{
    return how != GZ_HOW_NOMINAL && how != GZ_HOW_PRONOUN;
}

static uint32_t code_points(const struct annotations *a, uint32_t byte)
{
    return gz_offsets_at(a->body->offsets, byte).cp;
}

static void put_number(struct annotations *a, const char *key, uint32_t value)
{
    gz_json_key(&a->w, key);
    gz_json_uint(&a->w, value);
}

// An object of "start", "end", "type" and "text", left open.
static void begin_entity(struct annotations *a, const char *label,
                         uint32_t begin_byte, uint32_t end_byte)
{
    gz_json_object(&a->w);
    put_number(a, "start", code_points(a, begin_byte));
    put_number(a, "end", code_points(a, end_byte));
    gz_json_key(&a->w, "type");
    gz_json_z(&a->w, label);
    gz_json_key(&a->w, "text");
    gz_json_str(&a->w, gz_str_of(a->body->text.ptr + begin_byte,
                                 end_byte - begin_byte));
}

static void append_mention(struct annotations *a, const struct gz_mention *m)
{
    const struct gz_entity *entity = &a->view->findings->entities[m->entity];
    const char *label = label_of(entity, m->how);
    if (m->field == GZ_FIELD_BODY && label != NULL && is_named(m->how)) {
        begin_entity(a, label, m->begin_byte, m->end_byte);
        gz_json_key(&a->w, "id");
        gz_json_str(&a->w, entity->entry.id);
        gz_json_object_end(&a->w);
    }
}

// Corpora mark the quantity alone, without "more than" and "a year".
static void append_value(struct annotations *a, const struct gz_value *v)
{
    const struct gz_token *tokens = a->body->tokens.items;
    if (v->dim != GZ_DIM_COUNT && v->core_end_token > v->core_begin_token) {
        begin_entity(a, gz_event_symbol_name(GZ_EVENT_ENUM_DIMENSION, v->dim),
                     tokens[v->core_begin_token].begin_byte,
                     tokens[v->core_end_token - 1].end_byte);
        gz_json_object_end(&a->w);
    }
}

static void append_end(struct annotations *a, const char *key,
                       const struct gz_span *span)
{
    gz_json_key(&a->w, key);
    gz_json_array(&a->w);
    gz_json_uint(&a->w, code_points(a, span->begin_byte));
    gz_json_uint(&a->w, code_points(a, span->end_byte));
    gz_json_array_end(&a->w);
}

static void append_relation(struct annotations *a, const struct gz_fact *f)
{
    if (f->role_count < 2 || f->evidence.field != GZ_FIELD_BODY ||
        f->roles[0].span.field != GZ_FIELD_BODY ||
        f->roles[1].span.field != GZ_FIELD_BODY) {
        return;
    }
    gz_json_object(&a->w);
    gz_json_key(&a->w, "type");
    gz_json_str(&a->w, f->type);
    append_end(a, "source", &f->roles[0].span);
    append_end(a, "target", &f->roles[1].span);
    gz_json_key(&a->w, "rule");
    gz_json_str(&a->w, f->rule);
    gz_json_object_end(&a->w);
}

static void append_entities(struct annotations *a)
{
    const struct gz_findings *findings = a->view->findings;
    const struct gz_values *values = &findings->values[GZ_FIELD_BODY];
    gz_json_key(&a->w, "entities");
    gz_json_array(&a->w);
    for (uint32_t i = 0; i < findings->mention_count; i++) {
        append_mention(a, &findings->mentions[i]);
    }
    for (uint32_t i = 0; i < values->count; i++) {
        append_value(a, &values->items[i]);
    }
    gz_json_array_end(&a->w);
}

static void append_relations(struct annotations *a)
{
    gz_json_key(&a->w, "relations");
    gz_json_array(&a->w);
    for (uint32_t i = 0; i < a->view->findings->fact_count; i++) {
        append_relation(a, &a->view->findings->facts[i]);
    }
    gz_json_array_end(&a->w);
}

void gz_annotations_append(const struct gz_pipeline_view *view,
                           struct gz_buffer *out)
{
    struct annotations a = {
        .view = view,
        .body = &view->document->fields[GZ_FIELD_BODY],
    };
    gz_json_writer_init(&a.w, out);
    gz_json_object(&a.w);
    gz_json_key(&a.w, "id");
    gz_json_str(&a.w, view->article->id);
    gz_json_key(&a.w, "text");
    gz_json_str(&a.w, view->article->body);
    append_entities(&a);
    append_relations(&a);
    if (view->findings->truncated) {
        gz_json_key(&a.w, "truncated");
        gz_json_bool(&a.w, true);
    }
    gz_json_object_end(&a.w);
    gz_buffer_append_byte(out, '\n');
}
