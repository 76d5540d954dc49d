// Facts from Avro, the counterpart of fact_encode.c.

#include "codecs/fact_decode.h"

#include "codecs/event_take.h"

// The shortest encodings there are.
enum {
    SPAN_MIN_BYTES = 7,
    ROLE_MIN_BYTES = 5 + SPAN_MIN_BYTES,
    ATTRIBUTION_MIN_BYTES = 3 + SPAN_MIN_BYTES,
    FACT_MIN_BYTES = 8 + SPAN_MIN_BYTES + 8,
};

static struct gz_event_span take_span(struct gz_binary_reader *r,
                                      const char *field)
{
    struct gz_event_span s;
    s.field = gz_event_take_symbol(r, field, GZ_EVENT_ENUM_FIELD);
    s.begin_byte = gz_event_take_uint(r, field);
    s.end_byte = gz_event_take_uint(r, field);
    s.begin_cp = gz_event_take_uint(r, field);
    s.end_cp = gz_event_take_uint(r, field);
    s.begin_u16 = gz_event_take_uint(r, field);
    s.end_u16 = gz_event_take_uint(r, field);
    return s;
}

static const struct gz_event_value *take_value(struct gz_binary_reader *r)
{
    if (gz_binary_reader_range(r, "facts.roles.value", 0, 1) == 0) {
        return NULL;
    }
    void *item = NULL;
    uint32_t count = 0;
    struct gz_event_value *v =
        gz_binary_reader_grow(r, &item, &count, 1, sizeof(*v));
    if (v != NULL) {
        v->dim = gz_event_take_symbol(r, "facts.roles.value.dim",
                                      GZ_EVENT_ENUM_DIMENSION);
        v->cmp = gz_event_take_symbol(r, "facts.roles.value.cmp",
                                      GZ_EVENT_ENUM_COMPARISON);
        v->value = gz_binary_reader_str(r, "facts.roles.value.value");
        v->max = gz_binary_reader_str(r, "facts.roles.value.max");
        v->unit = gz_binary_reader_str(r, "facts.roles.value.unit");
        v->period = gz_binary_reader_str(r, "facts.roles.value.period");
    }
    return v;
}

static void take_roles(struct gz_binary_reader *r, struct gz_event_fact *f)
{
    void *items = NULL;
    uint32_t more = 0;
    while ((more = gz_binary_reader_block(r, "facts.roles", ROLE_MIN_BYTES)) >
           0) {
        struct gz_event_role *role = gz_binary_reader_grow(
            r, &items, &f->role_count, more, sizeof(*role));
        for (uint32_t i = 0; role != NULL && i < more; i++) {
            role[i].role = gz_binary_reader_str(r, "facts.roles.role");
            role[i].entity_id =
                gz_binary_reader_str(r, "facts.roles.entity_id");
            role[i].name = gz_binary_reader_str(r, "facts.roles.name");
            role[i].value = take_value(r);
            role[i].text = gz_binary_reader_str(r, "facts.roles.text");
            role[i].span = take_span(r, "facts.roles.span");
        }
    }
    f->roles = items;
}

static void take_attributions(struct gz_binary_reader *r,
                              struct gz_event_fact *f)
{
    void *items = NULL;
    uint32_t more = 0;
    while ((more = gz_binary_reader_block(r, "facts.attribution",
                                          ATTRIBUTION_MIN_BYTES)) > 0) {
        struct gz_event_attribution *a = gz_binary_reader_grow(
            r, &items, &f->attribution_count, more, sizeof(*a));
        for (uint32_t i = 0; a != NULL && i < more; i++) {
            a[i].kind = gz_event_take_symbol(r, "facts.attribution.kind",
                                             GZ_EVENT_ENUM_ATTRIBUTION_KIND);
            a[i].entity_id =
                gz_binary_reader_str(r, "facts.attribution.entity_id");
            a[i].verb = gz_binary_reader_str(r, "facts.attribution.verb");
            a[i].span = take_span(r, "facts.attribution.span");
        }
    }
    f->attributions = items;
}

static void take_fact(struct gz_binary_reader *r, struct gz_event_fact *f)
{
    f->fact_id = gz_binary_reader_str(r, "facts.fact_id");
    f->type = gz_binary_reader_str(r, "facts.type");
    f->role_index = gz_event_take_uint(r, "facts.role_index");
    take_roles(r, f);
    f->polarity =
        gz_event_take_symbol(r, "facts.polarity", GZ_EVENT_ENUM_POLARITY);
    f->modality =
        gz_event_take_symbol(r, "facts.modality", GZ_EVENT_ENUM_MODALITY);
    take_attributions(r, f);
    f->evidence = take_span(r, "facts.evidence");
    f->confidence = gz_binary_reader_double(r, "facts.confidence");
    f->rule = gz_binary_reader_str(r, "facts.rule");
}

const struct gz_event_fact *gz_fact_decode_list(struct gz_binary_reader *r,
                                                uint32_t *count)
{
    void *items = NULL;
    uint32_t more = 0;
    while ((more = gz_binary_reader_block(r, "facts", FACT_MIN_BYTES)) > 0) {
        struct gz_event_fact *f =
            gz_binary_reader_grow(r, &items, count, more, sizeof(*f));
        for (uint32_t i = 0; f != NULL && i < more; i++) {
            take_fact(r, &f[i]);
        }
    }
    return items;
}
