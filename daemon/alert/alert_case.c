// The life of an alert: opened, told, told more of, confirmed, over.

#include "daemon/alert/alert_case.h"

#include "daemon/alert/alert_count.h"
#include "daemon/alert/alert_due.h"
#include "daemon/alert/alert_open.h"
#include "daemon/alert/alert_tell.h"
#include "daemon/alert/alert_times.h"
#include "daemon/alert/alert_told.h"
#include "daemon/base/duration.h"

// --- what is kept ---

static void save(struct gz_alert_run *run, struct gz_alert_case *c)
{
    gz_alert_run_save(run->engine, &c->item,
                      gz_alert_run_next_look(run, gz_alert_due_case(run, c)));
}

// Nothing has changed: it is due but for articles that are on their way.
static void look_again(struct gz_alert_run *run, struct gz_alert_case *c)
{
    gz_alert_store_due(&run->engine->store, &c->item,
                       gz_alert_run_next_look(run, gz_alert_due_case(run, c)));
}

static void forget(struct gz_alert_run *run, struct gz_alert_case *c)
{
    run->engine->counts.cases--;
    run->engine->counts.firing -= gz_alert_state_is_told(c);
    gz_alert_store_remove(&run->engine->store, &c->item);
}

// --- telling ---

static enum gz_status tell_first(struct gz_alert_run *run,
                                 struct gz_alert_case *c)
{
    struct gz_subscription_silence silence;
    const int64_t awake_ms =
        gz_alert_times_awake(run->view, c->update_ms, run->now_ms);
    if (gz_alert_times_silence(run->view, run->now_ms, &silence)) {
        const enum gz_status st =
            gz_alert_tell(run, c, GZ_ALERT_SILENCED, silence.comment);
        c->silenced = true;
        c->life = GZ_ALERT_LIVE;
        run->engine->counts.firing++;
        c->update_ms =
            gz_alert_times_allowed(run->view, run->now_ms, run->now_ms);
        return st;
    }
    if (awake_ms > run->now_ms) {
        return GZ_OK;
    }
    c->life = GZ_ALERT_LIVE;
    run->engine->counts.firing++;
    return gz_alert_tell(run, c, GZ_ALERT_FIRING, GZ_STR_LIT(""));
}

// A silence may have been added since the time was set.
static enum gz_status tell_more(struct gz_alert_run *run,
                                struct gz_alert_case *c)
{
    const int64_t allowed_ms =
        gz_alert_times_allowed(run->view, c->update_ms, run->now_ms);
    if (allowed_ms > run->now_ms) {
        c->update_ms = gz_alert_due_update(run, c) < allowed_ms ? allowed_ms
                                                                : c->update_ms;
        return GZ_OK;
    }
    if (c->silenced) {
        c->silenced = false;
        return gz_alert_tell(run, c, GZ_ALERT_FIRING,
                             GZ_STR_LIT("the silence has ended"));
    }
    const bool confirms = c->confirmed && !c->told_confirmed;
    return gz_alert_tell(run, c,
                         confirms ? GZ_ALERT_CONFIRMED : GZ_ALERT_UPDATED,
                         GZ_STR_LIT(""));
}

static enum gz_status tell_again(struct gz_alert_run *run,
                                 struct gz_alert_case *c)
{
    c->repeats++;
    return gz_alert_tell(run, c, GZ_ALERT_FIRING,
                         GZ_STR_LIT("it is told again"));
}

// Nothing in it can matter any more, but for copies of its stories.
static enum gz_status end(struct gz_alert_run *run, struct gz_alert_case *c)
{
    const enum gz_status st = gz_alert_count_forget(run, c);
    forget(run, c);
    return st;
}

// It is over, and what was counted stays.
static void calm_down(struct gz_alert_run *run, struct gz_alert_case *c)
{
    run->engine->counts.firing--;
    c->life = GZ_ALERT_IDLE;
    c->silenced = false;
    c->stories = 0;
    c->copies = 0;
}

// An alert may be over before its window has passed, and what is usual for a
// rate is known only from what is remembered.
static enum gz_status tell_over(struct gz_alert_run *run,
                                struct gz_alert_case *c, bool *gone)
{
    const enum gz_status st =
        gz_alert_tell(run, c, GZ_ALERT_RESOLVED, GZ_STR_LIT("no more stories"));
    calm_down(run, c);
    *gone = run->view->window.kind == GZ_WINDOW_NONE;
    if (st == GZ_OK && *gone) {
        return end(run, c);
    }
    save(run, c);
    return st;
}

// --- an event ---

static enum gz_status find_case(struct gz_alert_run *run, struct gz_str group,
                                struct gz_alert_case **out)
{
    const struct gz_str parts[] = {run->view->id, run->event->entity_id, group};
    struct gz_alert_item *item = NULL;
    const enum gz_status st =
        gz_alert_run_find(run->engine, GZ_ALERT_KIND_CASE, parts, 3, &item);
    *out = (struct gz_alert_case *)item;
    return st;
}

static enum gz_status make_case(struct gz_alert_run *run, struct gz_str group,
                                struct gz_alert_case **out)
{
    struct gz_alert_engine *e = run->engine;
    const struct gz_str parts[] = {run->view->id, run->event->entity_id, group};
    struct gz_alert_item *item = NULL;
    bool made = false;
    if (e->counts.cases >= e->options.case_limit) {
        e->counts.dropped++;
        return GZ_OK;
    }
    enum gz_status st =
        gz_alert_run_item(e, GZ_ALERT_KIND_CASE, parts, 3, &item, &made);
    *out = (struct gz_alert_case *)item;
    e->counts.cases += made;
    if (st == GZ_OK) {
        st = gz_alert_state_text(&(*out)->name, run->event->entity_name);
    }
    if (st == GZ_OK) {
        st = gz_alert_state_text(&(*out)->type, run->event->entity_type);
    }
    return st;
}

static enum gz_status tell_absence_over(struct gz_alert_run *run,
                                        struct gz_alert_case *c)
{
    const enum gz_status st = gz_alert_tell(
        run, c, GZ_ALERT_RESOLVED, GZ_STR_LIT("there is a story again"));
    run->engine->counts.firing--;
    c->life = GZ_ALERT_IDLE;
    c->silenced = false;
    return st;
}

// A story ends an absence, and counts for what comes behind it, also when it
// waits for a digest or the end of quiet hours.
static enum gz_status end_absence(struct gz_alert_run *run,
                                  struct gz_alert_case *c)
{
    enum gz_status st = GZ_OK;
    c->update_ms = run->now_ms;
    if (gz_alert_due_update(run, c) <= run->now_ms) {
        st = tell_absence_over(run, c);
    } else {
        c->life = GZ_ALERT_ENDING;
    }
    c->stories = 0;
    c->copies = 0;
    return st;
}

// News of an alert are told an interval after it was told last; that it is
// confirmed, at once.  A silence may have been lifted since it was told of.
static void plan_update(struct gz_alert_run *run, struct gz_alert_case *c)
{
    const bool confirms = c->confirmed && !c->told_confirmed;
    const int64_t next_ms = c->told_ms + run->view->interval_ms;
    const int64_t at_ms =
        confirms || next_ms < run->now_ms ? run->now_ms : next_ms;
    if (!run->late) {
        const int64_t allowed_ms =
            gz_alert_times_allowed(run->view, at_ms, at_ms);
        c->update_ms = c->update_ms < allowed_ms ? c->update_ms : allowed_ms;
    }
}

static void confirm(struct gz_alert_run *run, struct gz_alert_case *c)
{
    c->confirmed =
        c->confirmed || (run->view->confirm > 0 &&
                         gz_alert_count_independent(c) >= run->view->confirm);
}

static enum gz_status count_event(struct gz_alert_run *run,
                                  struct gz_alert_case *c,
                                  const struct gz_alert_hit_plan *plan,
                                  bool partial)
{
    bool copy = false;
    enum gz_status st = GZ_OK;
    if (c->life == GZ_ALERT_IDLE || c->life == GZ_ALERT_ENDING) {
        c->confirmed = false;
        c->told_confirmed = false;
        st = gz_alert_open_history(run, c, partial);
    }
    st = st == GZ_OK ? gz_alert_count_add(run, c, plan->facts, &copy) : st;
    st = st == GZ_OK ? gz_alert_tell_keep(run, c, plan->facts, copy) : st;
    confirm(run, c);
    if (st == GZ_OK && c->life == GZ_ALERT_IDLE) {
        return copy ? GZ_OK : gz_alert_open_try(run, c, plan);
    }
    if (c->life == GZ_ALERT_LIVE) {
        plan_update(run, c);
    }
    return st;
}

static enum gz_status idle_over(struct gz_alert_run *run,
                                struct gz_alert_case *c)
{
    struct gz_buffer why;
    char cause[32];
    if (!gz_alert_run_is_absence(run)) {
        return end(run, c);
    }
    gz_buffer_init(&why, 0);
    gz_buffer_append_z(&why, "no story within ");
    gz_duration_print(run->view->window.within_ms, &why);
    const int len =
        snprintf(cause, sizeof(cause), "%lld", (long long)c->last_ms);
    enum gz_status st =
        gz_buffer_status(&why) == GZ_OK
            ? gz_alert_open(run, c, gz_str_of(cause, (size_t)len),
                            gz_buffer_str(&why))
            : GZ_NO_MEMORY;
    gz_buffer_fini(&why);
    if (st == GZ_OK && gz_alert_due_is_first(run, c)) {
        st = tell_first(run, c);
    }
    save(run, c);
    return st;
}

// What was over before an event is told before it: nobody may have looked
// meanwhile.
static enum gz_status end_before(struct gz_alert_run *run,
                                 struct gz_alert_case *c, bool *gone)
{
    const bool over = c->life == GZ_ALERT_LIVE &&
                      !gz_alert_run_is_absence(run) &&
                      gz_alert_due_resolve(run, c) <= run->window_ms;
    *gone = false;
    if (over && !run->late &&
        gz_alert_times_awake(run->view, gz_alert_due_resolve(run, c),
                             run->now_ms) == run->now_ms) {
        return tell_over(run, c, gone);
    }
    if (c->life == GZ_ALERT_WAITING && gz_alert_run_is_absence(run) &&
        gz_alert_due_is_first(run, c)) {
        return tell_first(run, c);
    }
    enum gz_status st = GZ_OK;
    if (c->life == GZ_ALERT_ENDING &&
        gz_alert_due_update(run, c) <= run->now_ms) {
        st = tell_absence_over(run, c);
    }
    if (st == GZ_OK && c->life == GZ_ALERT_IDLE && c->hit_count > 0 &&
        gz_alert_due_is_over(run, c)) {
        *gone = !gz_alert_run_is_absence(run);
        return idle_over(run, c);
    }
    return st;
}

// The case as it stands before the event; NULL when there is none.
static enum gz_status look_up(struct gz_alert_run *run, struct gz_str group,
                              struct gz_alert_case **out)
{
    bool gone = false;
    enum gz_status st = find_case(run, group, out);
    if (st != GZ_OK || *out == NULL) {
        return st;
    }
    st = end_before(run, *out, &gone);
    if (gone) {
        *out = NULL;
    } else if (st == GZ_OK && (*out)->life == GZ_ALERT_IDLE) {
        st = gz_alert_count_prune(run, *out);
    }
    return st;
}

// Whether the event is a copy of what was told before; that ends an absence all
// the same.
static enum gz_status is_old(struct gz_alert_run *run,
                             const struct gz_alert_case *c, struct gz_str group,
                             bool *old)
{
    *old = false;
    if (gz_alert_run_is_absence(run) ||
        (c != NULL && gz_alert_count_find(run, c) != NULL)) {
        return GZ_OK;
    }
    return gz_alert_told_has(run, group, old);
}

static enum gz_status hit_case(struct gz_alert_run *run,
                               struct gz_alert_case *c,
                               const struct gz_alert_hit_plan *plan,
                               bool partial)
{
    enum gz_status st = GZ_OK;
    if (gz_alert_run_is_absence(run) && c->life == GZ_ALERT_LIVE &&
        !run->late) {
        st = end_absence(run, c);
    } else if (gz_alert_run_is_absence(run) && c->life == GZ_ALERT_WAITING) {
        c->life = GZ_ALERT_IDLE;
    }
    st = st == GZ_OK ? count_event(run, c, plan, partial) : st;
    const bool has_news =
        c->life == GZ_ALERT_WAITING || c->life == GZ_ALERT_LIVE;
    if (st == GZ_OK && has_news && c->update_ms <= run->now_ms) {
        st = c->life == GZ_ALERT_WAITING ? tell_first(run, c)
                                         : tell_more(run, c);
    }
    save(run, c);
    return st;
}

enum gz_status gz_alert_case_hit(struct gz_alert_run *run,
                                 const struct gz_alert_hit_plan *plan,
                                 bool partial)
{
    struct gz_alert_case *c = NULL;
    bool old = false;
    enum gz_status st = look_up(run, plan->group, &c);
    st = st == GZ_OK ? is_old(run, c, plan->group, &old) : st;
    if (st == GZ_OK && !old && c == NULL) {
        st = make_case(run, plan->group, &c);
    }
    if (st != GZ_OK || c == NULL) {
        return st;
    }
    if (old) {
        save(run, c);
        return GZ_OK;
    }
    return hit_case(run, c, plan, partial);
}

// --- time ---

static enum gz_status live_due(struct gz_alert_run *run,
                               struct gz_alert_case *c)
{
    enum gz_status st = GZ_OK;
    bool gone = false;
    if (gz_alert_due_resolve(run, c) <= run->window_ms) {
        const int64_t awake_ms = gz_alert_times_awake(
            run->view, gz_alert_due_resolve(run, c), run->now_ms);
        if (awake_ms == run->now_ms) {
            return tell_over(run, c, &gone);
        }
        gz_alert_run_save(run->engine, &c->item, awake_ms);
        return GZ_OK;
    }
    // Is it over, or do articles on their way keep it up?  What there is to be
    // told of it until then is told with the answer.
    if (gz_alert_due_resolve(run, c) <= run->now_ms) {
        look_again(run, c);
        return GZ_OK;
    }
    if (c->update_ms <= run->now_ms) {
        st = tell_more(run, c);
    } else if (gz_alert_due_repeat(run, c) <= run->now_ms) {
        st = tell_again(run, c);
    }
    save(run, c);
    return st;
}

// Meanwhile there may be the next absence.
static enum gz_status ending_due(struct gz_alert_run *run,
                                 struct gz_alert_case *c)
{
    bool gone = false;
    const enum gz_status st = end_before(run, c, &gone);
    if (!gone) {
        save(run, c);
    }
    return st;
}

enum gz_status gz_alert_case_due(struct gz_alert_run *run,
                                 struct gz_alert_case *c)
{
    if (run->view == NULL) {
        forget(run, c);
        return GZ_OK;
    }
    // The subscription may have changed: is it due by what it says now?
    const int64_t due_ms =
        c->life == GZ_ALERT_IDLE ? gz_alert_due_idle(run, c) : c->update_ms;
    if (c->life != GZ_ALERT_LIVE && due_ms > run->now_ms) {
        gz_alert_run_save(run->engine, &c->item, due_ms);
        return GZ_OK;
    }
    if ((c->life == GZ_ALERT_IDLE && !gz_alert_due_is_over(run, c)) ||
        (c->life == GZ_ALERT_WAITING && !gz_alert_due_is_first(run, c))) {
        look_again(run, c);
        return GZ_OK;
    }
    if (c->life == GZ_ALERT_ENDING) {
        return ending_due(run, c);
    }
    if (c->life != GZ_ALERT_WAITING) {
        return c->life == GZ_ALERT_IDLE ? idle_over(run, c) : live_due(run, c);
    }
    const enum gz_status st = tell_first(run, c);
    save(run, c);
    // What was over before it could be told is told as over with it.
    return st == GZ_OK && c->life == GZ_ALERT_LIVE ? live_due(run, c) : st;
}
