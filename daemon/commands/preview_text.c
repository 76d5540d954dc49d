#include "daemon/commands/preview_text.h"

#include "codecs/alert_symbol.h"
#include "daemon/base/civil_time.h"
#include "daemon/base/duration.h"
#include "daemon/commands/alert_line.h"
#include "daemon/commands/terminal.h"

enum {
    ARENA_BYTES = 64 << 20,
    GROUPS_SHOWN = 20,
    BAR_WIDTH = 40,
    SLOT_TIME = 16,  // "2026-11-23T11:00"
    SLOT_DATE = 10,
};

static const int64_t day_ms = 24 * (int64_t)3600 * 1000;

static void put_time(struct gz_buffer *out, int64_t ms)
{
    char when[GZ_CIVIL_TIME_BYTES];

    gz_civil_time_print(ms - ms % 1000, when);
    gz_buffer_append_z(out, when);
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static unsigned long long wide(uint64_t n)
{
    return n;
}

// --- how many ---

static uint64_t raised_by(const struct gz_preview_tally *t, struct gz_str id)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < t->group_count; i++) {
        sum += gz_str_eq(t->groups[i].subscription, id)
                   ? t->groups[i].counts.raised
                   : 0;
    }
    return sum;
}

static void put_total(const struct gz_preview_request *q,
                      const struct gz_preview_report *report,
                      struct gz_buffer *out)
{
    const struct gz_preview_tally *t = report->result.tally;

    if (q->count == 1) {
        gz_terminal_append_line(out, gz_subscription_id(q->subscriptions[0]));
    } else {
        gz_buffer_append_fmt(out, "%zu subscriptions", q->count);
    }
    gz_buffer_append_fmt(out, " would have raised %s%llu alert%s",
                         report->result.whole ? "" : "at least ",
                         wide(t->total.raised), plural(t->total.raised));
    for (uint32_t s = 0; s < GZ_ALERT_STATE_UNKNOWN; s++) {
        if (t->total.states[s] > 0) {
            gz_buffer_append_fmt(out, "  %s %llu",
                                 gz_alert_symbol_name(GZ_ALERT_ENUM_STATE, s),
                                 wide(t->total.states[s]));
        }
    }
    if (t->total.repeats > 0) {
        gz_buffer_append_fmt(out, " (%llu told again)", wide(t->total.repeats));
    }
    gz_buffer_append_byte(out, '\n');
}

// Each of several, also those that would have raised none.
static void put_each(const struct gz_preview_request *q,
                     const struct gz_preview_report *report,
                     struct gz_buffer *out)
{
    for (size_t i = 0; q->count > 1 && i < q->count; i++) {
        const struct gz_str id = gz_subscription_id(q->subscriptions[i]);
        gz_buffer_append_fmt(out, "%8llu  ",
                             wide(raised_by(report->result.tally, id)));
        gz_terminal_append_line(out, id);
        gz_buffer_append_byte(out, '\n');
    }
}

// --- what was read ---

static void put_reading(const struct gz_preview_report *report,
                        struct gz_buffer *out)
{
    const struct gz_alert_preview_result *r = &report->result;

    gz_buffer_append_fmt(out, "read: %llu event%s, %llu of interest",
                         wide(r->events), plural(r->events), wide(r->matched));
    if (r->events > 0) {
        gz_buffer_append_z(out, ", from ");
        put_time(out, r->first_ms);
        gz_buffer_append_z(out, " to ");
        put_time(out, r->last_ms);
    }
    gz_buffer_append_byte(out, '\n');
    if (report->skipped > 0) {
        gz_buffer_append_fmt(out,
                             "note: %llu record%s passed over that are no "
                             "events of this version\n",
                             wide(report->skipped),
                             report->skipped == 1 ? " was" : "s were");
    }
}

static void put_history(const struct gz_preview_report *report,
                        struct gz_buffer *out)
{
    const int64_t read_ms = report->result.until_ms - report->since_ms;

    if (report->partial && report->since_ms > 0) {
        gz_buffer_append_z(out,
                           "note: partial: the topic does not go back to ");
        put_time(out, report->since_ms);
        gz_buffer_append_byte(out, '\n');
    }
    if (report->needs_ms > read_ms && report->since_ms > 0) {
        gz_buffer_append_z(out, "note: a window or first_seen looks back ");
        gz_duration_print(report->needs_ms, out);
        gz_buffer_append_z(out, ", longer than was read: first_seen does not "
                                "fire, windows count less (use --since ");
        gz_duration_print(2 * report->needs_ms, out);
        gz_buffer_append_z(out, ")\n");
    }
}

static void put_bounds(const struct gz_preview_report *report,
                       struct gz_buffer *out)
{
    static const char *const texts[GZ_PREVIEW_BOUNDS] = {
        [GZ_PREVIEW_EVENTS] = "there are more events than are read at once",
        [GZ_PREVIEW_GROUPS] = "there are more groups than are counted apart",
        [GZ_PREVIEW_SLOTS] = "there are more days than are counted apart",
        [GZ_PREVIEW_STATE] = "more is open at once than it remembers",
        [GZ_PREVIEW_TIME] = "it was ended before all was read",
    };

    for (int b = 0; b < GZ_PREVIEW_BOUNDS; b++) {
        if (!report->result.tally->met[b] || texts[b] == NULL) {
            continue;
        }
        gz_buffer_append_fmt(out, "note: truncated: %s", texts[b]);
        if (!report->result.whole) {
            gz_buffer_append_z(out, ", counted until ");
            put_time(out, report->result.until_ms);
        }
        gz_buffer_append_byte(out, '\n');
    }
}

// --- of what, and when ---

static void put_group(const struct gz_preview_group *g, bool several,
                      bool colours, struct gz_buffer *out)
{
    gz_buffer_append_fmt(out, "%8llu  ", wide(g->counts.raised));
    if (several) {
        gz_terminal_append_line(out, g->subscription);
        gz_buffer_append_z(out, "  ");
    }
    gz_terminal_append_typed(out, g->entity_name, g->entity_type, colours);
    gz_buffer_append_z(out, " (");
    gz_terminal_append_line(out, g->entity_id);
    gz_buffer_append_byte(out, ')');
    for (uint32_t i = 0; i < g->pair_count; i++) {
        gz_buffer_append_z(out, "  ");
        gz_terminal_append_line(out, g->pairs[i].key);
        gz_buffer_append_byte(out, '=');
        gz_terminal_append_line(out, g->pairs[i].value);
    }
    gz_buffer_append_byte(out, '\n');
}

static void put_groups(const struct gz_preview_request *q,
                       const struct gz_preview_report *report, bool colours,
                       struct gz_buffer *out)
{
    const struct gz_preview_tally *t = report->result.tally;

    if (t->group_count == 0) {
        return;
    }
    gz_buffer_append_z(out, "\nby group:\n");
    for (uint32_t i = 0; i < t->group_count && i < GROUPS_SHOWN; i++) {
        put_group(&t->groups[i], q->count > 1, colours, out);
    }
    if (t->group_count > GROUPS_SHOWN) {
        gz_buffer_append_fmt(out, "%8s  and %u more groups (--json has all)\n",
                             "", t->group_count - GROUPS_SHOWN);
    }
}

static uint64_t most_of(const struct gz_preview_tally *t)
{
    uint64_t most = 1;

    for (uint32_t i = 0; i < t->slot_count; i++) {
        most =
            t->slots[i].counts.raised > most ? t->slots[i].counts.raised : most;
    }
    return most;
}

static void put_slot(const struct gz_preview_slot *slot, bool days,
                     uint64_t most, struct gz_buffer *out)
{
    char when[GZ_CIVIL_TIME_BYTES];
    // A bar that is there for every number but nought.
    const uint64_t bar = (slot->counts.raised * BAR_WIDTH + most - 1) / most;

    gz_civil_time_print(slot->begin_ms, when);
    gz_buffer_append_fmt(out, "  %.*s%s %6llu%s", days ? SLOT_DATE : SLOT_TIME,
                         when, days ? "" : "Z", wide(slot->counts.raised),
                         bar > 0 ? "  " : "");
    for (uint64_t i = 0; i < bar; i++) {
        gz_buffer_append_byte(out, '#');
    }
    gz_buffer_append_byte(out, '\n');
}

static void put_slots(const struct gz_preview_report *report,
                      struct gz_buffer *out)
{
    const struct gz_preview_tally *t = report->result.tally;
    const bool days = report->slot_ms == day_ms;
    const uint64_t most =
        most_of(t) > BAR_WIDTH ? most_of(t) : (uint64_t)BAR_WIDTH;

    if (t->total.raised == 0) {
        return;
    }
    gz_buffer_append_fmt(out, "\nby %s:\n", days ? "day" : "hour");
    for (uint32_t i = 0; i < t->slot_count; i++) {
        if (t->slots[i].counts.raised > 0) {
            put_slot(&t->slots[i], days, most, out);
        }
    }
}

// --- samples ---

static uint64_t told(const struct gz_preview_counts *c)
{
    uint64_t sum = 0;

    for (uint32_t s = 0; s < GZ_ALERT_LAPSED; s++) {
        sum += c->states[s];
    }
    return sum;
}

static enum gz_status put_samples(const struct gz_preview_tally *t,
                                  bool colours, struct gz_buffer *out)
{
    const struct gz_alert_event **samples = NULL;
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    const enum gz_status st = arena != NULL
                                  ? gz_preview_tally_samples(t, arena, &samples)
                                  : GZ_NO_MEMORY;

    if (st == GZ_OK && t->sample_count > 0) {
        gz_buffer_append_fmt(out, "\nthe first %u of %llu messages:\n",
                             t->sample_count, wide(told(&t->total)));
    }
    for (uint32_t i = 0; st == GZ_OK && i < t->sample_count; i++) {
        gz_alert_line_append(samples[i], colours, out);
    }
    gz_arena_free(arena);
    return st;
}

enum gz_status gz_preview_text_append(const struct gz_preview_request *request,
                                      const struct gz_preview_report *report,
                                      bool colours, struct gz_buffer *out)
{
    put_total(request, report, out);
    put_each(request, report, out);
    put_reading(report, out);
    put_history(report, out);
    put_bounds(report, out);
    put_groups(request, report, colours, out);
    put_slots(report, out);
    const enum gz_status st = put_samples(report->result.tally, colours, out);
    return st == GZ_OK ? gz_buffer_status(out) : st;
}
