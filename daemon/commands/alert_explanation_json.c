// An alert explained, for programs.

#include "codecs/alert_encode.h"
#include "daemon/alert/explain/alert_parts.h"
#include "daemon/alert/subscription/subscription_read.h"
#include "daemon/base/json_writer.h"
#include "daemon/commands/alert_explanation.h"

struct writer {
    const struct gz_alert_explanation *e;
    const struct gz_alert_event *now;
    struct gz_subscription_view view;  // with a subscription only
    struct gz_arena *arena;
    struct gz_json_writer json;
};

static void put_str(struct writer *w, const char *key, struct gz_str text)
{
    gz_json_key(&w->json, key);
    gz_json_str(&w->json, text);
}

static void put_verdict(struct writer *w, enum gz_condition_verdict verdict)
{
    put_str(w, "verdict", gz_str_z(gz_condition_trace_name(verdict)));
}

// Whoever writes JSON lines ends them.
static void put_alert(struct writer *w, const struct gz_alert_event *alert)
{
    gz_alert_encode_json(alert, w->json.out);
    w->json.out->len -= w->json.out->len > 0;
    w->json.after_key = false;
}

static void put_history(struct writer *w)
{
    gz_json_key(&w->json, "history");
    gz_json_array(&w->json);
    for (uint32_t i = 0; i < w->e->count; i++) {
        gz_buffer_append_z(w->json.out, i > 0 ? "," : "");
        put_alert(w, w->e->items[i]);
    }
    gz_json_array_end(&w->json);
}

static void put_parts(struct writer *w, const struct gz_alert_parts *parts)
{
    gz_json_key(&w->json, "asked");
    gz_json_array(&w->json);
    for (uint32_t i = 0; i < parts->count; i++) {
        gz_json_object(&w->json);
        put_str(w, "name", gz_str_z(parts->items[i].name));
        put_str(w, "found", parts->items[i].found);
        put_verdict(w, parts->items[i].verdict);
        gz_json_object_end(&w->json);
    }
    gz_json_array_end(&w->json);
}

static enum gz_status put_condition(struct writer *w,
                                    const struct gz_alert_evidence *e)
{
    struct gz_condition_trace trace;
    const enum gz_status st =
        gz_condition_trace(w->view.when, w->now, e, w->arena, &trace);
    if (st != GZ_OK) {
        return st;
    }
    gz_json_key(&w->json, "when");
    gz_json_object(&w->json);
    put_verdict(w, trace.verdict);
    put_str(w, "fact_id",
            trace.fact != NULL ? trace.fact->fact_id : GZ_STR_LIT(""));
    gz_json_key(&w->json, "steps");
    gz_json_array(&w->json);
    for (uint32_t i = 0; i < trace.count; i++) {
        gz_json_object(&w->json);
        gz_json_key(&w->json, "depth");
        gz_json_uint(&w->json, trace.steps[i].depth);
        put_str(w, "text", trace.steps[i].text);
        put_str(w, "found", trace.steps[i].found);
        put_verdict(w, trace.steps[i].verdict);
        gz_json_object_end(&w->json);
    }
    gz_json_array_end(&w->json);
    gz_json_object_end(&w->json);
    return GZ_OK;
}

static enum gz_status put_piece(struct writer *w,
                                const struct gz_alert_evidence *e)
{
    struct gz_alert_parts parts = {.count = 0};
    enum gz_status st =
        gz_alert_parts_article(&w->view, w->now, e, w->arena, &parts);
    gz_json_object(&w->json);
    put_str(w, "event_id", e->event_id);
    put_parts(w, &parts);
    if (st == GZ_OK && w->view.when.len_bytes > 0) {
        st = put_condition(w, e);
    }
    gz_json_object_end(&w->json);
    return st;
}

static enum gz_status put_evidence(struct writer *w)
{
    enum gz_status st = GZ_OK;
    gz_json_key(&w->json, "evidence");
    gz_json_array(&w->json);
    for (uint32_t i = 0; i < w->e->count; i++) {
        const struct gz_alert_event *a = w->e->items[i];
        if (gz_alert_explanation_is_told_again(w->e, i)) {
            continue;
        }
        for (uint32_t k = 0; st == GZ_OK && k < a->evidence_count; k++) {
            st = put_piece(w, &a->evidence[k]);
        }
    }
    gz_json_array_end(&w->json);
    return st;
}

static enum gz_status put_subscription(struct writer *w)
{
    struct gz_alert_parts parts = {.count = 0};
    gz_json_key(&w->json, "subscription");
    gz_subscription_print(w->e->subscription, &w->json);
    const enum gz_status st =
        gz_alert_parts_anchor(&w->view, w->now, w->arena, &parts);
    put_parts(w, &parts);
    return st == GZ_OK ? put_evidence(w) : st;
}

enum gz_status gz_alert_explanation_json(const struct gz_alert_explanation *e,
                                         struct gz_arena *arena,
                                         struct gz_buffer *out)
{
    struct writer w = {.e = e, .now = e->items[e->count - 1], .arena = arena};
    enum gz_status st = GZ_OK;
    gz_json_writer_init(&w.json, out);
    gz_json_object(&w.json);
    gz_json_key(&w.json, "alert");
    put_alert(&w, w.now);
    put_history(&w);
    if (e->subscription != NULL) {
        gz_subscription_look(e->subscription, &w.view);
        st = put_subscription(&w);
    } else {
        gz_json_key(&w.json, "subscription");
        gz_json_null(&w.json);
        gz_json_key(&w.json, "missing");
        gz_json_str(&w.json, e->missing);
    }
    gz_json_object_end(&w.json);
    gz_buffer_append_byte(out, '\n');
    return st == GZ_OK ? gz_buffer_status(out) : st;
}
