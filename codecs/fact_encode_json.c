// Facts as JSON, the same in events and in alerts.

#include "codecs/fact_encode_json.h"

#include "codecs/event_json.h"

static void put_span(struct gz_json_writer *w, const char *key,
                     const struct gz_event_span *s)
{
    gz_json_key(w, key);
    gz_json_object(w);
    gz_event_json_symbol(w, "field", GZ_EVENT_ENUM_FIELD, s->field);
    gz_event_json_uint(w, "begin_byte", s->begin_byte);
    gz_event_json_uint(w, "end_byte", s->end_byte);
    gz_event_json_uint(w, "begin_cp", s->begin_cp);
    gz_event_json_uint(w, "end_cp", s->end_cp);
    gz_event_json_uint(w, "begin_u16", s->begin_u16);
    gz_event_json_uint(w, "end_u16", s->end_u16);
    gz_json_object_end(w);
}

static void put_value(struct gz_json_writer *w, const struct gz_event_value *v)
{
    gz_json_key(w, "value");
    if (v == NULL) {
        gz_json_null(w);
        return;
    }
    gz_json_object(w);
    gz_event_json_symbol(w, "dim", GZ_EVENT_ENUM_DIMENSION, v->dim);
    gz_event_json_symbol(w, "cmp", GZ_EVENT_ENUM_COMPARISON, v->cmp);
    gz_event_json_str(w, "value", v->value);
    gz_event_json_str(w, "max", v->max);
    gz_event_json_str(w, "unit", v->unit);
    gz_event_json_str(w, "period", v->period);
    gz_json_object_end(w);
}

static void put_roles(struct gz_json_writer *w, const struct gz_event_fact *f)
{
    gz_json_key(w, "roles");
    gz_json_array(w);
    for (uint32_t i = 0; i < f->role_count; i++) {
        const struct gz_event_role *r = &f->roles[i];
        gz_json_object(w);
        gz_event_json_str(w, "role", r->role);
        gz_event_json_str(w, "entity_id", r->entity_id);
        gz_event_json_str(w, "name", r->name);
        put_value(w, r->value);
        gz_event_json_str(w, "text", r->text);
        put_span(w, "span", &r->span);
        gz_json_object_end(w);
    }
    gz_json_array_end(w);
}

static void put_attributions(struct gz_json_writer *w,
                             const struct gz_event_fact *f)
{
    gz_json_key(w, "attribution");
    gz_json_array(w);
    for (uint32_t i = 0; i < f->attribution_count; i++) {
        const struct gz_event_attribution *a = &f->attributions[i];
        gz_json_object(w);
        gz_event_json_symbol(w, "kind", GZ_EVENT_ENUM_ATTRIBUTION_KIND,
                             a->kind);
        gz_event_json_str(w, "entity_id", a->entity_id);
        gz_event_json_str(w, "verb", a->verb);
        put_span(w, "span", &a->span);
        gz_json_object_end(w);
    }
    gz_json_array_end(w);
}

static void put_fact(struct gz_json_writer *w, const struct gz_event_fact *f)
{
    gz_json_object(w);
    gz_event_json_str(w, "fact_id", f->fact_id);
    gz_event_json_str(w, "type", f->type);
    gz_event_json_uint(w, "role_index", f->role_index);
    put_roles(w, f);
    gz_event_json_symbol(w, "polarity", GZ_EVENT_ENUM_POLARITY, f->polarity);
    gz_event_json_symbol(w, "modality", GZ_EVENT_ENUM_MODALITY, f->modality);
    put_attributions(w, f);
    put_span(w, "evidence", &f->evidence);
    gz_event_json_double(w, "confidence", f->confidence);
    gz_event_json_str(w, "rule", f->rule);
    gz_json_object_end(w);
}

void gz_fact_encode_json(const struct gz_event_fact *facts, uint32_t count,
                         struct gz_json_writer *w)
{
    gz_json_array(w);
    for (uint32_t i = 0; i < count; i++) {
        put_fact(w, &facts[i]);
    }
    gz_json_array_end(w);
}
