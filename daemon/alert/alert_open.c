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

enum gz_status gz_alert_open_history(struct gz_alert_run *run,
                                     struct gz_alert_case *c, bool partial)
{
    const struct gz_subscription_window *w = &run->view->window;
    int64_t since_ms = 0;
    if (w->kind == GZ_WINDOW_NONE) {
        c->partial = partial;
        return GZ_OK;
    }
    const int64_t need_ms =
        w->kind == GZ_WINDOW_RATE ? w->baseline_ms : w->within_ms;
    const enum gz_status st = gz_alert_run_since(run, &since_ms);
    c->partial = run->window_ms - since_ms < need_ms;
    return st;
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

static const struct gz_event_fact *
first_fact(const struct gz_alert_run *run, const struct gz_alert_hit_plan *plan)
{
    return plan->facts != 0 ? &run->event->facts[__builtin_ctzll(plan->facts)]
                            : NULL;
}

static void say_fact(const struct gz_event_fact *f, struct gz_buffer *out)
{
    gz_buffer_append_fmt(out, GZ_STR_FMT ":", GZ_STR_ARG(f->type));
    for (uint32_t i = 0; i < f->role_count; i++) {
        const struct gz_event_role *r = &f->roles[i];
        const struct gz_str name = r->name.len_bytes > 0 ? r->name : r->text;
        gz_buffer_append_fmt(out, "%s " GZ_STR_FMT " " GZ_STR_FMT,
                             i > 0 ? "," : "", GZ_STR_ARG(r->role),
                             GZ_STR_ARG(name));
    }
}

// As the fact calls it; what an article names besides is known by its id.
static struct gz_str name_partner(const struct gz_event_fact *fact,
                                  struct gz_str id)
{
    for (uint32_t i = 0; fact != NULL && i < fact->role_count; i++) {
        const struct gz_event_role *r = &fact->roles[i];
        if (gz_str_eq(r->entity_id, id) && r->name.len_bytes > 0) {
            return r->name;
        }
    }
    return id;
}

static void say_first(const struct gz_alert_run *run,
                      const struct gz_alert_hit_plan *plan,
                      struct gz_buffer *out)
{
    const struct gz_event_fact *fact = first_fact(run, plan);
    switch (run->view->first_seen) {
    case GZ_FIRST_SEEN_PAIR:
        gz_buffer_append_fmt(out, "first with " GZ_STR_FMT " in ",
                             GZ_STR_ARG(name_partner(fact, plan->first)));
        break;
    case GZ_FIRST_SEEN_FACT:
        say_fact(fact, out);
        gz_buffer_append_z(out, ", first in ");
        break;
    default:
        gz_buffer_append_z(out, "named for the first time in ");
        break;
    }
    gz_duration_print(run->view->first_seen_ms, out);
}

// Why an event raises an alert without a window.
static void say_why(const struct gz_alert_run *run,
                    const struct gz_alert_hit_plan *plan, struct gz_buffer *out)
{
    if (plan->first.len_bytes > 0) {
        say_first(run, plan, out);
    } else if (plan->facts != 0) {
        say_fact(first_fact(run, plan), out);
    } else {
        gz_buffer_append_z(out, "named by an article");
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
