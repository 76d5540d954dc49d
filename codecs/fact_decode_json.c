// Facts of JSON, the same in events and in alerts.

#include "codecs/json_members.h"

static struct gz_event_span take_span(struct gz_json_members *m,
                                      const struct gz_yaml_node *in,
                                      const char *key)
{
    const struct gz_yaml_node *o = gz_json_members_object(m, in, key);
    return (struct gz_event_span){
        .field = gz_json_members_symbol(m, o, "field", GZ_EVENT_ENUM_FIELD),
        .begin_byte = gz_json_members_uint(m, o, "begin_byte"),
        .end_byte = gz_json_members_uint(m, o, "end_byte"),
        .begin_cp = gz_json_members_uint(m, o, "begin_cp"),
        .end_cp = gz_json_members_uint(m, o, "end_cp"),
        .begin_u16 = gz_json_members_uint(m, o, "begin_u16"),
        .end_u16 = gz_json_members_uint(m, o, "end_u16"),
    };
}

static const struct gz_event_value *take_value(struct gz_json_members *m,
                                               const struct gz_yaml_node *in)
{
    const struct gz_yaml_node *o = gz_json_members_object(m, in, "value");
    struct gz_event_value *v =
        o != NULL ? gz_json_members_items(m, 1, sizeof(*v)) : NULL;
    if (v != NULL) {
        *v = (struct gz_event_value){
            .dim = gz_json_members_symbol(m, o, "dim", GZ_EVENT_ENUM_DIMENSION),
            .cmp =
                gz_json_members_symbol(m, o, "cmp", GZ_EVENT_ENUM_COMPARISON),
            .value = gz_json_members_str(m, o, "value"),
            .max = gz_json_members_str(m, o, "max"),
            .unit = gz_json_members_str(m, o, "unit"),
            .period = gz_json_members_str(m, o, "period"),
        };
    }
    return v;
}

static void take_roles(struct gz_json_members *m, const struct gz_yaml_node *in,
                       struct gz_event_fact *out)
{
    const struct gz_yaml_node *list = gz_json_members_list(m, in, "roles");
    struct gz_event_role *items =
        list != NULL ? gz_json_members_items(m, list->count, sizeof(*items))
                     : NULL;
    out->roles = items;
    for (const struct gz_yaml_node *n = items != NULL ? list->first : NULL;
         n != NULL; n = n->next) {
        items[out->role_count++] = (struct gz_event_role){
            .role = gz_json_members_str(m, n, "role"),
            .entity_id = gz_json_members_str(m, n, "entity_id"),
            .name = gz_json_members_str(m, n, "name"),
            .value = take_value(m, n),
            .text = gz_json_members_str(m, n, "text"),
            .span = take_span(m, n, "span"),
        };
    }
}

static void take_attributions(struct gz_json_members *m,
                              const struct gz_yaml_node *in,
                              struct gz_event_fact *out)
{
    const struct gz_yaml_node *list =
        gz_json_members_list(m, in, "attribution");
    struct gz_event_attribution *items =
        list != NULL ? gz_json_members_items(m, list->count, sizeof(*items))
                     : NULL;
    out->attributions = items;
    for (const struct gz_yaml_node *n = items != NULL ? list->first : NULL;
         n != NULL; n = n->next) {
        items[out->attribution_count++] = (struct gz_event_attribution){
            .kind = gz_json_members_symbol(m, n, "kind",
                                           GZ_EVENT_ENUM_ATTRIBUTION_KIND),
            .entity_id = gz_json_members_str(m, n, "entity_id"),
            .verb = gz_json_members_str(m, n, "verb"),
            .span = take_span(m, n, "span"),
        };
    }
}

static struct gz_event_fact take_fact(struct gz_json_members *m,
                                      const struct gz_yaml_node *n)
{
    struct gz_event_fact f = {
        .fact_id = gz_json_members_str(m, n, "fact_id"),
        .type = gz_json_members_str(m, n, "type"),
        .role_index = gz_json_members_uint(m, n, "role_index"),
        .polarity =
            gz_json_members_symbol(m, n, "polarity", GZ_EVENT_ENUM_POLARITY),
        .modality =
            gz_json_members_symbol(m, n, "modality", GZ_EVENT_ENUM_MODALITY),
        .evidence = take_span(m, n, "evidence"),
        .confidence = gz_json_members_double(m, n, "confidence"),
        .rule = gz_json_members_str(m, n, "rule"),
    };
    take_roles(m, n, &f);
    take_attributions(m, n, &f);
    return f;
}

const struct gz_event_fact *gz_json_members_facts(struct gz_json_members *m,
                                                  const struct gz_yaml_node *in,
                                                  const char *key,
                                                  uint32_t *count)
{
    const struct gz_yaml_node *list = gz_json_members_list(m, in, key);
    struct gz_event_fact *items =
        list != NULL ? gz_json_members_items(m, list->count, sizeof(*items))
                     : NULL;
    *count = 0;
    for (const struct gz_yaml_node *n = items != NULL ? list->first : NULL;
         n != NULL; n = n->next) {
        items[(*count)++] = take_fact(m, n);
    }
    return items;
}
