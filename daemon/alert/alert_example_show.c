// An alert in the words of an example.

#include "codecs/alert_symbol.h"
#include "daemon/alert/alert_example.h"
#include "daemon/base/duration.h"

struct show {
    struct gz_arena *arena;
    struct gz_alert_example_alert *out;
    enum gz_status status;
};

static void put(struct show *s, enum gz_alert_example_key key,
                struct gz_str text)
{
    s->out->values[key] = gz_arena_copy(s->arena, text);
    if (s->out->values[key].ptr == NULL) {
        s->status = GZ_NO_MEMORY;
    }
}

static void put_count(struct show *s, enum gz_alert_example_key key,
                      uint32_t count)
{
    char text[16];
    snprintf(text, sizeof(text), "%u", count);
    put(s, key, gz_str_z(text));
}

static void put_time(struct show *s, int64_t ms)
{
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    gz_duration_print(ms, &text);
    put(s, GZ_ALERT_EXAMPLE_AT, gz_buffer_str(&text));
    gz_buffer_fini(&text);
}

static void put_group(struct show *s, const struct gz_alert_event *a)
{
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    for (uint32_t i = 0; i < a->group_count; i++) {
        gz_buffer_append_fmt(&text, "%s" GZ_STR_FMT "=" GZ_STR_FMT,
                             i == 0 ? "" : ", ", GZ_STR_ARG(a->group[i].key),
                             GZ_STR_ARG(a->group[i].value));
    }
    put(s, GZ_ALERT_EXAMPLE_GROUP, gz_buffer_str(&text));
    gz_buffer_fini(&text);
}

enum gz_status gz_alert_example_show(const struct gz_alert_event *alert,
                                     int64_t start_ms, struct gz_arena *arena,
                                     struct gz_alert_example_alert *out)
{
    struct show s = {.arena = arena, .out = out};
    *out = (struct gz_alert_example_alert){
        .entity_name = gz_arena_copy(arena, alert->entity_name)};
    put_time(&s, alert->raised_ms - start_ms);
    put(&s, GZ_ALERT_EXAMPLE_SUBSCRIPTION, alert->subscription);
    put(&s, GZ_ALERT_EXAMPLE_STATE,
        gz_str_z(gz_alert_symbol_name(GZ_ALERT_ENUM_STATE, alert->state)));
    put(&s, GZ_ALERT_EXAMPLE_ENTITY, alert->entity_id);
    put_group(&s, alert);
    put(&s, GZ_ALERT_EXAMPLE_WHY, alert->why);
    put(&s, GZ_ALERT_EXAMPLE_DOUBT, alert->doubt);
    put(&s, GZ_ALERT_EXAMPLE_CONFIRMED,
        gz_str_z(alert->confirmed ? "true" : "false"));
    put_count(&s, GZ_ALERT_EXAMPLE_STORIES, alert->stories);
    put_count(&s, GZ_ALERT_EXAMPLE_COPIES, alert->copies);
    put_count(&s, GZ_ALERT_EXAMPLE_SOURCES, alert->sources);
    put_count(&s, GZ_ALERT_EXAMPLE_INDEPENDENT, alert->independent);
    put_count(&s, GZ_ALERT_EXAMPLE_REPEATS, alert->repeats);
    put(&s, GZ_ALERT_EXAMPLE_HISTORY,
        gz_str_z(gz_alert_symbol_name(GZ_ALERT_ENUM_HISTORY, alert->history)));
    put(&s, GZ_ALERT_EXAMPLE_SEVERITY,
        gz_str_z(
            gz_alert_symbol_name(GZ_ALERT_ENUM_SEVERITY, alert->severity)));
    put_count(&s, GZ_ALERT_EXAMPLE_EVIDENCE,
              alert->evidence_count + alert->evidence_omitted);
    return s.status;
}
