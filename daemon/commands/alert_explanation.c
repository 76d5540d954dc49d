// An alert explained, for people.

#include "daemon/commands/alert_explanation.h"

#include "codecs/alert_symbol.h"
#include "codecs/article.h"
#include "daemon/alert/explain/alert_parts.h"
#include "daemon/base/civil_time.h"
#include "daemon/commands/evidence_text.h"
#include "daemon/commands/terminal.h"

enum { LABEL_WIDTH = 13, VERDICT_WIDTH = 8 };

struct writer {
    const struct gz_alert_explanation *e;
    const struct gz_alert_event *now;  // the last of them
    struct gz_subscription_view view;  // with a subscription only
    bool colours;
    bool unknown;  // of something it was said that it is
    struct gz_arena *arena;
    struct gz_buffer *out;
};

// --- pieces ---

static void put(struct writer *w, const char *z)
{
    gz_buffer_append_z(w->out, z);
}

static void put_text(struct writer *w, struct gz_str text)
{
    gz_terminal_append_line(w->out, text);
}

static void put_label(struct writer *w, const char *label)
{
    gz_buffer_append_fmt(w->out, "%-*s", LABEL_WIDTH, label);
}

static void put_time(struct writer *w, int64_t ms)
{
    char when[GZ_CIVIL_TIME_BYTES];
    gz_civil_time_print(ms, when);
    put(w, when);
}

static void put_count(struct writer *w, uint32_t count, const char *one,
                      const char *many)
{
    gz_buffer_append_fmt(w->out, "%u %s", count, count == 1 ? one : many);
}

static const char *state_name(const struct gz_alert_event *a)
{
    return gz_alert_symbol_name(GZ_ALERT_ENUM_STATE, a->state);
}

// --- what it is ---

static void put_subscription(struct writer *w)
{
    put_label(w, "subscription");
    put_text(w, w->now->subscription);
    if (w->now->subscription_version > 0) {
        gz_buffer_append_fmt(w->out, " version %lld",
                             (long long)w->now->subscription_version);
    }
    if (w->e->subscription == NULL) {
        gz_buffer_append_fmt(w->out, " (" GZ_STR_FMT ")",
                             GZ_STR_ARG(w->e->missing));
    } else if (w->view.description.len_bytes > 0) {
        put(w, ": ");
        put_text(w, w->view.description);
    }
    put(w, "\n");
    if (w->e->subscription != NULL &&
        (int64_t)w->view.version != w->now->subscription_version) {
        put_label(w, "");
        gz_buffer_append_fmt(w->out,
                             "it has version %llu now: what is asked for may "
                             "have changed\n",
                             (unsigned long long)w->view.version);
    }
}

static void put_entity(struct writer *w)
{
    const struct gz_alert_event *a = w->now;
    put_label(w, "about");
    gz_terminal_append_typed(w->out, a->entity_name, a->entity_type,
                             w->colours);
    put(w, " (");
    put_text(w, a->entity_id);
    put(w, ", ");
    put_text(w, a->entity_type);
    put(w, ")");
    for (uint32_t i = 0; i < a->group_count; i++) {
        put(w, ", ");
        put_text(w, a->group[i].key);
        put(w, "=");
        put_text(w, a->group[i].value);
    }
    put(w, "\n");
}

static void put_head(struct writer *w)
{
    const struct gz_alert_event *a = w->now;
    put_label(w, "alert");
    put_text(w, a->alert_id);
    gz_buffer_append_fmt(
        w->out, "  %s  %s\n", state_name(a),
        gz_alert_symbol_name(GZ_ALERT_ENUM_SEVERITY, a->severity));
    put_subscription(w);
    if (a->state == GZ_ALERT_LAPSED) {
        return;
    }
    put_entity(w);
}

// --- how sure it is, and how it goes on ---

static void put_stories(struct writer *w)
{
    const struct gz_alert_event *a = w->now;
    put_label(w, "stories");
    put_count(w, a->stories, "story", "stories");
    if (a->copies > 0) {
        put(w, ", and ");
        put_count(w, a->copies, "near copy that does not count",
                  "near copies that do not count");
    }
    put(w, ", from ");
    put_count(w, a->sources, "source", "sources");
    gz_buffer_append_fmt(w->out, ", %u of them independent\n", a->independent);
    put_label(w, "");
    put(w, "from ");
    put_time(w, a->first_ms);
    put(w, " to ");
    put_time(w, a->last_ms);
    put(w, a->history == GZ_ALERT_PARTIAL
               ? "; history was shorter than it looks back\n"
               : "\n");
}

static void put_confirmed(struct writer *w)
{
    const struct gz_alert_event *a = w->now;
    const bool known = w->e->subscription != NULL;
    put_label(w, "confirmed");
    if (a->confirmed) {
        gz_buffer_append_fmt(w->out,
                             "yes: %u sources do not rest on each "
                             "other",
                             a->independent);
    } else if (known && w->view.window.kind == GZ_WINDOW_ABSENCE) {
        put(w, "never: it is about silence");
    } else if (known && w->view.confirm == 0) {
        put(w, "never: the subscription asks for no other source");
    } else {
        put(w, "not yet");
        if (a->doubt.len_bytes > 0) {
            put(w, ": ");
            put_text(w, a->doubt);
        }
    }
    if (known && w->view.confirm > 0 &&
        w->view.window.kind != GZ_WINDOW_ABSENCE) {
        gz_buffer_append_fmt(w->out,
                             a->confirmed
                                 ? " (%u are asked for)"
                                 : "; it confirms with %u independent ones",
                             w->view.confirm);
    }
    put(w, "\n");
}

static void put_next(struct writer *w)
{
    const struct gz_alert_event *a = w->now;
    put_label(w, "next repeat");
    if (a->state == GZ_ALERT_RESOLVED) {
        put(w, "none: it is over");
    } else if (a->next_repeat_ms != GZ_TIME_UNKNOWN) {
        put_time(w, a->next_repeat_ms);
    } else {
        put(w, "none");
    }
    if (a->repeats > 0) {
        put(w, "; told again ");
        put_count(w, a->repeats, "time", "times");
    }
    put(w, "\n");
}

static void put_silence(struct writer *w)
{
    const struct gz_alert_event *a = w->now;
    if (a->silenced_until_ms == GZ_TIME_UNKNOWN) {
        return;
    }
    put_label(w, "silence");
    put(w, "until ");
    put_time(w, a->silenced_until_ms);
    if (a->silence.len_bytes > 0) {
        put(w, ": ");
        put_text(w, a->silence);
    }
    put(w, "\n");
}

static void put_state(struct writer *w)
{
    put_label(w, "why");
    put_text(w, w->now->why);
    put(w, "\n");
    if (w->now->state != GZ_ALERT_LAPSED) {
        put_stories(w);
        put_confirmed(w);
        put_next(w);
    }
    put_silence(w);
}

// --- what was told ---

static void put_history(struct writer *w)
{
    put(w, "\ntold\n");
    if (w->e->items[0]->sequence > 0) {
        gz_buffer_append_fmt(w->out, "  %u earlier not found: see --since\n",
                             w->e->items[0]->sequence);
    }
    for (uint32_t i = 0; i < w->e->count; i++) {
        const struct gz_alert_event *a = w->e->items[i];
        put(w, "  ");
        put_time(w, a->raised_ms);
        gz_buffer_append_fmt(w->out, "  %-9s  ", state_name(a));
        if (a->state != GZ_ALERT_LAPSED) {
            put_count(w, a->stories, "story", "stories");
            gz_buffer_append_fmt(w->out, ", %u independent  |  ",
                                 a->independent);
        }
        put_text(w, a->why);
        if (a->doubt.len_bytes > 0) {
            put(w, "  ? ");
            put_text(w, a->doubt);
        }
        put(w, "\n");
    }
}

// --- what was asked for ---

static void put_verdict(struct writer *w, enum gz_condition_verdict verdict,
                        int indent)
{
    w->unknown = w->unknown || verdict == GZ_CONDITION_UNKNOWN;
    gz_buffer_append_fmt(w->out, "%*s%-*s", indent, "", VERDICT_WIDTH,
                         gz_condition_trace_name(verdict));
}

static void put_parts(struct writer *w, const struct gz_alert_parts *parts,
                      int indent)
{
    for (uint32_t i = 0; i < parts->count; i++) {
        const struct gz_alert_part *p = &parts->items[i];
        put_verdict(w, p->verdict, indent);
        gz_buffer_append_fmt(w->out, "%s: ", p->name);
        put_text(w, p->found);
        put(w, p->verdict == GZ_CONDITION_UNKNOWN ? " (alerts do not keep it)\n"
                                                  : "\n");
    }
}

static enum gz_status put_asked(struct writer *w)
{
    struct gz_alert_parts parts;
    if (w->e->subscription == NULL) {
        return GZ_OK;
    }
    const enum gz_status st =
        gz_alert_parts_anchor(&w->view, w->now, w->arena, &parts);
    if (st == GZ_OK && parts.count > 0) {
        put(w, "\nasked for\n");
        put_parts(w, &parts, 2);
    }
    return st;
}

static void put_step(struct writer *w, const struct gz_condition_step *s)
{
    put_verdict(w, s->verdict, 6);
    gz_buffer_append_fmt(w->out, "%*s", (int)(2 * s->depth), "");
    put_text(w, s->text);
    if (s->found.len_bytes > 0) {
        put(w, "   <- ");
        put_text(w, s->found);
    } else if (s->verdict == GZ_CONDITION_UNKNOWN && s->found.ptr != NULL) {
        put(w, "   <- alerts do not keep it");
    }
    put(w, "\n");
}

static enum gz_status put_condition(struct writer *w,
                                    const struct gz_alert_evidence *e)
{
    struct gz_condition_trace trace;
    const enum gz_status st =
        gz_condition_trace(w->view.when, w->now, e, w->arena, &trace);
    if (st == GZ_OK) {
        put_verdict(w, trace.verdict, 4);
        put(w, "when\n");
    }
    for (uint32_t i = 0; st == GZ_OK && i < trace.count; i++) {
        put_step(w, &trace.steps[i]);
    }
    return st;
}

// --- what it rests on ---

static enum gz_status put_piece(struct writer *w,
                                const struct gz_alert_evidence *e)
{
    struct gz_alert_parts parts;
    enum gz_status st = GZ_OK;
    gz_evidence_text_append(e, w->out);
    if (w->e->subscription == NULL) {
        return GZ_OK;
    }
    st = gz_alert_parts_article(&w->view, w->now, e, w->arena, &parts);
    if (st == GZ_OK) {
        put_parts(w, &parts, 4);
    }
    return st == GZ_OK && w->view.when.len_bytes > 0 ? put_condition(w, e) : st;
}

bool gz_alert_explanation_is_told_again(const struct gz_alert_explanation *e,
                                        uint32_t i)
{
    const struct gz_alert_event *const *a = &e->items[i];
    return a[0]->state == GZ_ALERT_SILENCED && i + 1 < e->count &&
           a[0]->evidence_count > 0 && a[1]->evidence_count > 0 &&
           gz_str_eq(a[0]->evidence[0].event_id, a[1]->evidence[0].event_id);
}

static enum gz_status put_evidence(struct writer *w)
{
    enum gz_status st = GZ_OK;
    uint64_t omitted = 0;
    put(w, "\nrests on\n");
    const size_t begin = w->out->len;
    for (uint32_t i = 0; i < w->e->count; i++) {
        const struct gz_alert_event *a = w->e->items[i];
        if (gz_alert_explanation_is_told_again(w->e, i)) {
            continue;
        }
        omitted += a->evidence_omitted;
        for (uint32_t k = 0; st == GZ_OK && k < a->evidence_count; k++) {
            st = put_piece(w, &a->evidence[k]);
        }
    }
    if (w->out->len == begin) {
        put(w, "  no article that is kept\n");
    }
    if (omitted > 0) {
        gz_buffer_append_fmt(w->out,
                             "  and %llu more that alerts do not "
                             "keep\n",
                             (unsigned long long)omitted);
    }
    return st;
}

enum gz_status gz_alert_explanation_append(const struct gz_alert_explanation *e,
                                           bool colours, struct gz_arena *arena,
                                           struct gz_buffer *out)
{
    struct writer w = {.e = e,
                       .now = e->items[e->count - 1],
                       .colours = colours,
                       .arena = arena,
                       .out = out};
    if (e->subscription != NULL) {
        gz_subscription_look(e->subscription, &w.view);
    }
    put_head(&w);
    put_state(&w);
    put_history(&w);
    if (w.now->state == GZ_ALERT_LAPSED) {
        return gz_buffer_status(out);
    }
    enum gz_status st = put_asked(&w);
    st = st == GZ_OK ? put_evidence(&w) : st;
    if (w.unknown) {
        put(&w, "\nWhat is unknown must have been as asked for when the alert "
                "was raised, unless the\nsubscription has changed since.\n");
    }
    return st == GZ_OK ? gz_buffer_status(out) : st;
}
