// How an alert begins: its name, and why it is raised.

#include "daemon/alert/alert_open.h"

#include "daemon/alert/alert_count.h"
#include "daemon/base/duration.h"
#include "daemon/base/hash.h"

static enum gz_status name_alert(struct gz_alert_run *run,
                                 struct gz_alert_case *c, struct gz_str cause)
{
    struct gz_buffer *scratch = &run->engine->scratch;
    char hex[GZ_ALERT_ID_HEX + 1];
    gz_buffer_clear(scratch);
    gz_buffer_append_str(scratch, c->item.key);
    gz_buffer_append_str(scratch, cause);
    if (gz_buffer_status(scratch) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    gz_hash128_hex(scratch->data, scratch->len, hex);
    memcpy(c->alert_id, hex, sizeof(c->alert_id));
    return GZ_OK;
}

// An absence waits behind the end of its window, whenever that is noticed.
static int64_t begin_of(const struct gz_alert_run *run,
                        const struct gz_alert_case *c)
{
    const struct gz_subscription_window *w = &run->view->window;
    return w->kind == GZ_WINDOW_ABSENCE ? c->last_ms + w->within_ms
                                        : run->now_ms;
}

enum gz_status gz_alert_open(struct gz_alert_run *run, struct gz_alert_case *c,
                             struct gz_str cause, struct gz_str why)
{
    enum gz_status st = name_alert(run, c, cause);
    if (st == GZ_OK) {
        st = gz_alert_state_text(&c->why, why);
    }
    if (run->view->window.kind != GZ_WINDOW_ABSENCE) {
        gz_alert_count_window(run, c, &c->stories, &c->copies, &c->first_ms);
    }
    c->sequence = 0;
    c->repeats = 0;
    c->life = GZ_ALERT_WAITING;
    c->update_ms = begin_of(run, c) + run->view->wait_ms;
    return st;
}

// Why an event raises an alert without a window.
static void say_why(const struct gz_alert_run *run,
                    const struct gz_alert_hit_plan *plan, struct gz_buffer *out)
{
    const int fact = plan->facts != 0 ? __builtin_ctzll(plan->facts) : -1;
    if (plan->first.len_bytes > 0) {
        gz_buffer_append_z(out, run->view->first_seen == GZ_FIRST_SEEN_PAIR
                                    ? "first with "
                                    : "first ");
        gz_buffer_append_str(out, plan->first);
        gz_buffer_append_z(out, " in ");
        gz_duration_print(run->view->first_seen_ms, out);
        return;
    }
    if (fact < 0) {
        gz_buffer_append_z(out, "named by an article");
        return;
    }
    const struct gz_event_fact *f = &run->event->facts[fact];
    gz_buffer_append_fmt(out, GZ_STR_FMT ":", GZ_STR_ARG(f->type));
    for (uint32_t i = 0; i < f->role_count; i++) {
        const struct gz_event_role *r = &f->roles[i];
        const struct gz_str name = r->name.len_bytes > 0 ? r->name : r->text;
        gz_buffer_append_fmt(out, "%s " GZ_STR_FMT " " GZ_STR_FMT,
                             i > 0 ? "," : "", GZ_STR_ARG(r->role),
                             GZ_STR_ARG(name));
    }
}

enum gz_status gz_alert_open_try(struct gz_alert_run *run,
                                 struct gz_alert_case *c,
                                 const struct gz_alert_hit_plan *plan)
{
    struct gz_buffer why;
    bool reached = false;
    gz_buffer_init(&why, 0);
    enum gz_status st = gz_alert_count_reached(run, c, &why, &reached);
    if (st == GZ_OK && reached && !run->late) {
        if (why.len == 0) {
            say_why(run, plan, &why);
        }
        st = gz_buffer_status(&why) == GZ_OK
                 ? gz_alert_open(run, c, run->event->event_id,
                                 gz_buffer_str(&why))
                 : GZ_NO_MEMORY;
    }
    gz_buffer_fini(&why);
    return st;
}
