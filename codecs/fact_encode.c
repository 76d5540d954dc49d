// Facts as records of Avro, the same in events and in alerts.

#include "codecs/fact_encode.h"

#include "codecs/event_put.h"

enum {
    // An enum and 6 ints.
    SPAN_BYTES = 7 * GZ_BINARY_INT_MAX,
    // Of a role without its texts: the union's branch, 2 enums, a span.
    ROLE_BYTES = GZ_BINARY_LONG_MAX + 2 * GZ_BINARY_INT_MAX + SPAN_BYTES,
    ATTRIBUTION_BYTES = GZ_BINARY_INT_MAX + SPAN_BYTES,
    // role_index, 2 enums, a span, a double, 2 arrays.
    FACT_BYTES = 3 * GZ_BINARY_INT_MAX + SPAN_BYTES + GZ_BINARY_DOUBLE +
                 4 * GZ_BINARY_LONG_MAX,
};

static size_t bound_roles(const struct gz_event_fact *f)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < f->role_count; i++) {
        const struct gz_event_role *r = &f->roles[i];
        sum += ROLE_BYTES + gz_event_bound_str(r->role) +
               gz_event_bound_str(r->entity_id) + gz_event_bound_str(r->name) +
               gz_event_bound_str(r->text);
        if (r->value != NULL) {
            sum += gz_event_bound_str(r->value->value) +
                   gz_event_bound_str(r->value->max) +
                   gz_event_bound_str(r->value->unit) +
                   gz_event_bound_str(r->value->period);
        }
    }
    return sum;
}

static size_t bound_attributions(const struct gz_event_fact *f)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < f->attribution_count; i++) {
        sum += ATTRIBUTION_BYTES +
               gz_event_bound_str(f->attributions[i].entity_id) +
               gz_event_bound_str(f->attributions[i].verb);
    }
    return sum;
}

size_t gz_fact_encode_bound(const struct gz_event_fact *facts, uint32_t count)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct gz_event_fact *f = &facts[i];
        sum += FACT_BYTES + gz_event_bound_str(f->fact_id) +
               gz_event_bound_str(f->type) + gz_event_bound_str(f->rule) +
               bound_roles(f) + bound_attributions(f);
    }
    return sum;
}

static uint8_t *put_span(uint8_t *p, const struct gz_event_span *s)
{
    p = gz_event_put_symbol(p, GZ_EVENT_ENUM_FIELD, s->field);
    p = gz_event_put_uint(p, s->begin_byte);
    p = gz_event_put_uint(p, s->end_byte);
    p = gz_event_put_uint(p, s->begin_cp);
    p = gz_event_put_uint(p, s->end_cp);
    p = gz_event_put_uint(p, s->begin_u16);
    return gz_event_put_uint(p, s->end_u16);
}

static uint8_t *put_value(uint8_t *p, const struct gz_event_value *v)
{
    if (v == NULL) {
        return gz_binary_put_long(p, 0);  // the union's null
    }
    p = gz_binary_put_long(p, 1);
    p = gz_event_put_symbol(p, GZ_EVENT_ENUM_DIMENSION, v->dim);
    p = gz_event_put_symbol(p, GZ_EVENT_ENUM_COMPARISON, v->cmp);
    p = gz_binary_put_str(p, v->value);
    p = gz_binary_put_str(p, v->max);
    p = gz_binary_put_str(p, v->unit);
    return gz_binary_put_str(p, v->period);
}

static uint8_t *put_roles(uint8_t *p, const struct gz_event_fact *f)
{
    p = gz_event_put_count(p, f->role_count);
    for (uint32_t i = 0; i < f->role_count; i++) {
        const struct gz_event_role *r = &f->roles[i];
        p = gz_binary_put_str(p, r->role);
        p = gz_binary_put_str(p, r->entity_id);
        p = gz_binary_put_str(p, r->name);
        p = put_value(p, r->value);
        p = gz_binary_put_str(p, r->text);
        p = put_span(p, &r->span);
    }
    return gz_event_put_end(p);
}

static uint8_t *put_attributions(uint8_t *p, const struct gz_event_fact *f)
{
    p = gz_event_put_count(p, f->attribution_count);
    for (uint32_t i = 0; i < f->attribution_count; i++) {
        const struct gz_event_attribution *a = &f->attributions[i];
        p = gz_event_put_symbol(p, GZ_EVENT_ENUM_ATTRIBUTION_KIND, a->kind);
        p = gz_binary_put_str(p, a->entity_id);
        p = gz_binary_put_str(p, a->verb);
        p = put_span(p, &a->span);
    }
    return gz_event_put_end(p);
}

static uint8_t *put_fact(uint8_t *p, const struct gz_event_fact *f)
{
    p = gz_binary_put_str(p, f->fact_id);
    p = gz_binary_put_str(p, f->type);
    p = gz_event_put_uint(p, f->role_index);
    p = put_roles(p, f);
    p = gz_event_put_symbol(p, GZ_EVENT_ENUM_POLARITY, f->polarity);
    p = gz_event_put_symbol(p, GZ_EVENT_ENUM_MODALITY, f->modality);
    p = put_attributions(p, f);
    p = put_span(p, &f->evidence);
    p = gz_binary_put_double(p, f->confidence);
    return gz_binary_put_str(p, f->rule);
}

uint8_t *gz_fact_encode_put(uint8_t *p, const struct gz_event_fact *facts,
                            uint32_t count)
{
    p = gz_event_put_count(p, count);
    for (uint32_t i = 0; i < count; i++) {
        p = put_fact(p, &facts[i]);
    }
    return gz_event_put_end(p);
}
