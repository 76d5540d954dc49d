// AlertEvent back from the JSON of alert_encode_json.c.

#include "codecs/alert_decode.h"
#include "codecs/alert_symbol.h"
#include "codecs/article.h"
#include "codecs/json_members.h"

static uint8_t take_symbol(struct gz_json_members *m,
                           const struct gz_yaml_node *in, const char *key,
                           enum gz_alert_enum which)
{
    const struct gz_str name = gz_json_members_str(m, in, key);
    const uint32_t count = gz_alert_symbol_count(which);
    for (uint32_t i = 0; i < count; i++) {
        if (gz_str_is(name, gz_alert_symbol_name(which, i))) {
            return (uint8_t)i;
        }
    }
    return (uint8_t)(count - 1);
}

static void take_subscription(struct gz_json_members *m,
                              const struct gz_yaml_node *in,
                              struct gz_alert_event *a)
{
    const struct gz_yaml_node *o =
        gz_json_members_object(m, in, "subscription");
    a->subscription = gz_json_members_str(m, o, "id");
    a->subscription_version = gz_json_members_int(m, o, "version", 0);
    a->severity = take_symbol(m, o, "severity", GZ_ALERT_ENUM_SEVERITY);
    a->labels = gz_json_members_pairs(m, o, "labels", &a->label_count);
    a->receivers = gz_json_members_strs(m, o, "receivers", &a->receiver_count);
}

static void take_entity(struct gz_json_members *m,
                        const struct gz_yaml_node *in, struct gz_alert_event *a)
{
    const struct gz_yaml_node *o = gz_json_members_object(m, in, "entity");
    a->entity_id = gz_json_members_str(m, o, "id");
    a->entity_name = gz_json_members_str(m, o, "name");
    a->entity_type = gz_json_members_str(m, o, "type");
    a->group = gz_json_members_pairs(m, in, "group", &a->group_count);
}

static void take_counts(struct gz_json_members *m,
                        const struct gz_yaml_node *in, struct gz_alert_event *a)
{
    const struct gz_yaml_node *o = gz_json_members_object(m, in, "counts");
    a->stories = gz_json_members_uint(m, o, "stories");
    a->copies = gz_json_members_uint(m, o, "copies");
    a->sources = gz_json_members_uint(m, o, "sources");
    a->independent = gz_json_members_uint(m, o, "independent");
    a->repeats = gz_json_members_uint(m, o, "repeats");
}

static void take_times(struct gz_json_members *m, const struct gz_yaml_node *in,
                       struct gz_alert_event *a)
{
    const struct gz_yaml_node *silence =
        gz_json_members_object(m, in, "silence");
    a->first_ms = gz_json_members_int(m, in, "first_at", 0);
    a->last_ms = gz_json_members_int(m, in, "last_at", 0);
    a->raised_ms = gz_json_members_int(m, in, "raised_at", 0);
    a->next_repeat_ms =
        gz_json_members_int(m, in, "next_repeat_at", GZ_TIME_UNKNOWN);
    a->history = take_symbol(m, in, "history", GZ_ALERT_ENUM_HISTORY);
    a->silenced_until_ms =
        gz_json_members_int(m, silence, "until", GZ_TIME_UNKNOWN);
    a->silence = gz_json_members_str(m, silence, "comment");
}

static struct gz_alert_evidence take_piece(struct gz_json_members *m,
                                           const struct gz_yaml_node *n)
{
    struct gz_alert_evidence e = {
        .event_id = gz_json_members_str(m, n, "event_id"),
        .article_id = gz_json_members_str(m, n, "article_id"),
        .version = gz_json_members_str(m, n, "version"),
        .url = gz_json_members_str(m, n, "url"),
        .title = gz_json_members_str(m, n, "title"),
        .source = gz_json_members_str(m, n, "source"),
        .language = gz_json_members_str(m, n, "language"),
        .published_ms =
            gz_json_members_int(m, n, "published_at", GZ_TIME_UNKNOWN),
        .ingested_ms = gz_json_members_int(m, n, "ingested_at", 0),
        .salience = gz_json_members_double(m, n, "salience"),
        .copy = gz_json_members_bool(m, n, "copy"),
    };
    e.facts = gz_json_members_facts(m, n, "facts", &e.fact_count);
    return e;
}

static void take_evidence(struct gz_json_members *m,
                          const struct gz_yaml_node *in,
                          struct gz_alert_event *a)
{
    const struct gz_yaml_node *list = gz_json_members_list(m, in, "evidence");
    struct gz_alert_evidence *items =
        list != NULL ? gz_json_members_items(m, list->count, sizeof(*items))
                     : NULL;
    a->evidence = items;
    a->evidence_omitted = gz_json_members_uint(m, in, "evidence_omitted");
    for (const struct gz_yaml_node *n = items != NULL ? list->first : NULL;
         n != NULL; n = n->next) {
        items[a->evidence_count++] = take_piece(m, n);
    }
}

static void take_alert(struct gz_json_members *m, const struct gz_yaml_node *in,
                       struct gz_alert_event *a)
{
    *a = (struct gz_alert_event){
        .event_id = gz_json_members_str(m, in, "event_id"),
        .alert_id = gz_json_members_str(m, in, "alert_id"),
        .sequence = gz_json_members_uint(m, in, "sequence"),
        .state = take_symbol(m, in, "state", GZ_ALERT_ENUM_STATE),
        .why = gz_json_members_str(m, in, "why"),
        .confirmed = gz_json_members_bool(m, in, "confirmed"),
        .doubt = gz_json_members_str(m, in, "doubt"),
        .engine = gz_json_members_str(m, in, "engine"),
    };
    take_subscription(m, in, a);
    take_entity(m, in, a);
    take_counts(m, in, a);
    take_times(m, in, a);
    take_evidence(m, in, a);
    a->ext = gz_json_members_pairs(m, in, "ext", &a->ext_count);
}

enum gz_status gz_alert_decode_json(const struct gz_source *src,
                                    struct gz_arena *arena,
                                    const struct gz_alert_event **out,
                                    struct gz_error *err)
{
    struct gz_json_members m = {.src = src, .arena = arena, .err = err};
    const struct gz_yaml_node *root = gz_json_members_root(&m);
    struct gz_alert_event *a =
        root != NULL ? gz_json_members_items(&m, 1, sizeof(*a)) : NULL;
    *out = a;
    if (a == NULL) {
        return m.status != GZ_OK ? m.status : GZ_NO_MEMORY;
    }
    take_alert(&m, root, a);
    if (m.status == GZ_OK && a->alert_id.len_bytes == 0) {
        return gz_error_at(err, src, 0, "this is no alert: no alert_id");
    }
    return m.status;
}
