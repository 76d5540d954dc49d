// When a subscription is told: first times, windows, silences, quiet hours,
// digests.

#include "daemon/alert/subscription/subscription_reader.h"

#include <stdlib.h>

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static const int64_t second_ms = 1000;
static const int64_t day_ms = (int64_t)24 * 3600 * 1000;
static const int64_t year_ms = (int64_t)366 * 24 * 3600 * 1000;

// --- first seen ---

static void read_first(struct gz_subscription_reader *r,
                       const struct gz_yaml_node *node, enum gz_first_seen what)
{
    if (r->view->first_seen != GZ_FIRST_SEEN_NONE) {
        gz_subscription_values_fail(
            r, node->key, "only one of entity, fact and pair may be given");
    }
    r->view->first_seen = what;
    gz_subscription_values_duration(r, node, 60 * second_ms, 10 * year_ms,
                                    &r->view->first_seen_ms);
}

static void read_entity(struct gz_subscription_reader *r,
                        const struct gz_yaml_node *node)
{
    read_first(r, node, GZ_FIRST_SEEN_ENTITY);
}

static void read_fact(struct gz_subscription_reader *r,
                      const struct gz_yaml_node *node)
{
    read_first(r, node, GZ_FIRST_SEEN_FACT);
}

static void read_pair(struct gz_subscription_reader *r,
                      const struct gz_yaml_node *node)
{
    read_first(r, node, GZ_FIRST_SEEN_PAIR);
}

static void read_partial(struct gz_subscription_reader *r,
                         const struct gz_yaml_node *node)
{
    gz_subscription_values_bool(r, node, &r->view->first_seen_partial);
}

void gz_subscription_times_first_seen(struct gz_subscription_reader *r,
                                      const struct gz_yaml_node *node)
{
    static const struct gz_subscription_key keys[] = {
        {"entity", read_entity},
        {"fact", read_fact},
        {"pair", read_pair},
        {"partial", read_partial},
    };
    if (gz_subscription_values_keys(r, node, "first_seen", keys, COUNT(keys)) &&
        r->view->first_seen == GZ_FIRST_SEEN_NONE) {
        gz_subscription_values_fail(
            r, node,
            "`first_seen:` needs entity, fact or pair with the time "
            "looked back, such as pair: 90d");
    }
}

// --- windows ---

static void set_kind(struct gz_subscription_reader *r,
                     const struct gz_yaml_node *node, enum gz_window_kind kind)
{
    struct gz_subscription_window *w = &r->view->window;
    const bool joined = w->kind == GZ_WINDOW_NONE || w->kind == kind ||
                        (w->kind == GZ_WINDOW_RATE && kind == GZ_WINDOW_COUNT);
    if (w->kind == GZ_WINDOW_COUNT && kind == GZ_WINDOW_RATE) {
        w->kind = GZ_WINDOW_RATE;
    } else if (!joined) {
        gz_subscription_values_fail(
            r, node->key,
            "a window has one of count, sources, rate and "
            "absent (a rate may have a count too)");
    } else if (w->kind == GZ_WINDOW_NONE) {
        w->kind = kind;
    }
}

static void read_threshold(struct gz_subscription_reader *r,
                           const struct gz_yaml_node *node,
                           enum gz_window_kind kind)
{
    int64_t count = 0;
    set_kind(r, node, kind);
    if (gz_subscription_values_count(r, node, 1, GZ_WINDOW_COUNT_MAX, &count)) {
        r->view->window.count = (uint32_t)count;
    }
}

static void read_count(struct gz_subscription_reader *r,
                       const struct gz_yaml_node *node)
{
    read_threshold(r, node, GZ_WINDOW_COUNT);
}

static void read_sources(struct gz_subscription_reader *r,
                         const struct gz_yaml_node *node)
{
    read_threshold(r, node, GZ_WINDOW_SOURCES);
}

static void read_rate(struct gz_subscription_reader *r,
                      const struct gz_yaml_node *node)
{
    char *end = NULL;
    const double factor =
        node->kind == GZ_YAML_SCALAR ? strtod(node->text.ptr, &end) : 0;
    set_kind(r, node, GZ_WINDOW_RATE);
    if (end == NULL || *end != '\0' || !(factor > 1 && factor <= 1000)) {
        gz_subscription_values_fail(
            r, node,
            "expected how many times the usual rate: a number above "
            "1 and up to 1000");
        return;
    }
    r->view->window.factor = factor;
}

static void read_absent(struct gz_subscription_reader *r,
                        const struct gz_yaml_node *node)
{
    set_kind(r, node, GZ_WINDOW_ABSENCE);
    gz_subscription_values_duration(r, node, 60 * second_ms, year_ms,
                                    &r->view->window.within_ms);
}

static void read_within(struct gz_subscription_reader *r,
                        const struct gz_yaml_node *node)
{
    gz_subscription_values_duration(r, node, second_ms, year_ms,
                                    &r->view->window.within_ms);
}

static void read_baseline(struct gz_subscription_reader *r,
                          const struct gz_yaml_node *node)
{
    gz_subscription_values_duration(r, node, 60 * second_ms, year_ms,
                                    &r->view->window.baseline_ms);
}

// Whether a key is missing or its time, 0 when it was refused, can be judged.
static bool can_judge(const struct gz_yaml_node *key, int64_t ms)
{
    return key == NULL || ms != 0;
}

static void check_baseline(struct gz_subscription_reader *r,
                           const struct gz_yaml_node *node)
{
    const struct gz_subscription_window *w = &r->view->window;
    const struct gz_yaml_node *baseline = gz_yaml_get(node, "baseline");
    if (w->kind != GZ_WINDOW_RATE && baseline != NULL) {
        gz_subscription_values_fail(r, node,
                                    "`baseline:` belongs to a `rate:`");
    } else if (w->kind == GZ_WINDOW_RATE && w->within_ms != 0 &&
               can_judge(baseline, w->baseline_ms) &&
               (w->baseline_ms < 2 * w->within_ms ||
                w->baseline_ms % w->within_ms != 0 ||
                w->baseline_ms / w->within_ms > GZ_WINDOW_BASELINE_SLOTS)) {
        gz_subscription_values_fail(
            r, node, "a rate needs a `baseline:` of 2 to %d times `within:`",
            GZ_WINDOW_BASELINE_SLOTS);
    }
}

// What no key can see alone, each mistake by itself.
static void check_window(struct gz_subscription_reader *r,
                         const struct gz_yaml_node *node)
{
    struct gz_subscription_window *w = &r->view->window;
    const struct gz_yaml_node *within = gz_yaml_get(node, "within");
    const bool absent = gz_yaml_get(node, "absent") != NULL;
    if (w->kind == GZ_WINDOW_NONE) {
        gz_subscription_values_fail(
            r, node, "a window needs count, sources, rate or absent");
    }
    if (within == NULL && !absent) {
        gz_subscription_values_fail(
            r, node, "a window needs `within:`, such as within: 1h");
    }
    // Whichever of them comes last would count.
    if (within != NULL && absent) {
        gz_subscription_values_fail(
            r, within->key, "`absent:` has its time and takes no `within:`");
    }
    check_baseline(r, node);
    if (w->kind == GZ_WINDOW_RATE && w->count == 0) {
        w->count = 3;
    }
}

void gz_subscription_times_window(struct gz_subscription_reader *r,
                                  const struct gz_yaml_node *node)
{
    static const struct gz_subscription_key keys[] = {
        {"count", read_count},   {"sources", read_sources},
        {"rate", read_rate},     {"absent", read_absent},
        {"within", read_within}, {"baseline", read_baseline},
    };
    if (gz_subscription_values_keys(r, node, "window", keys, COUNT(keys))) {
        check_window(r, node);
    }
}

// --- silences ---

struct silence {
    const struct gz_yaml_node *from;
    const struct gz_yaml_node *until;
    const struct gz_yaml_node *comment;
};

static bool sort_silence(struct gz_subscription_reader *r,
                         const struct gz_yaml_node *node, struct silence *out)
{
    static const char *const known[] = {"from", "until", "comment"};
    const struct gz_yaml_node **const places[] = {&out->from, &out->until,
                                                  &out->comment};
    if (node->kind != GZ_YAML_MAPPING) {
        gz_subscription_values_fail(
            r, node, "expected a mapping with from, until and comment, not %s",
            gz_yaml_kind_name(node));
        return false;
    }
    for (const struct gz_yaml_node *n = node->first; n != NULL; n = n->next) {
        uint32_t at = 0;
        if (gz_subscription_values_key(r, n->key, known, COUNT(known), &at)) {
            *places[at] = n;
        }
    }
    if (out->until == NULL) {
        gz_subscription_values_fail(
            r, node, "a silence needs an end: until: 2026-01-31T08:00:00Z");
    }
    return out->until != NULL;
}

// All of it, whatever is wrong with a part.
static bool read_silence(struct gz_subscription_reader *r,
                         const struct gz_yaml_node *node, struct silence *s,
                         int64_t *from_ms, int64_t *until_ms,
                         struct gz_str *comment)
{
    bool good = sort_silence(r, node, s);
    if (s->from != NULL) {
        good &= gz_subscription_values_time(r, s->from, from_ms);
    }
    if (s->until != NULL) {
        good &= gz_subscription_values_time(r, s->until, until_ms);
    }
    if (s->comment != NULL) {
        good &= gz_subscription_values_text(r, s->comment, comment);
    }
    return good;
}

static void pack_silence(struct gz_subscription_reader *r,
                         const struct gz_yaml_node *node, struct gz_buffer *out)
{
    struct silence s = {NULL, NULL, NULL};
    struct gz_str comment = GZ_STR_LIT("");
    int64_t from_ms = 0;
    int64_t until_ms = 0;
    struct gz_buffer text;
    if (!read_silence(r, node, &s, &from_ms, &until_ms, &comment)) {
        return;
    }
    if (until_ms <= from_ms) {
        gz_subscription_values_fail(r, s.until,
                                    "the silence ends before it begins");
        return;
    }
    gz_buffer_init(&text, 0);
    gz_subscription_pack_count(&text, from_ms);
    gz_subscription_pack_count(&text, until_ms);
    gz_buffer_append_str(&text, comment);
    gz_subscription_pack_text(out, gz_buffer_str(&text));
    if (gz_buffer_status(&text) != GZ_OK) {
        gz_subscription_values_no_memory(r);
    }
    gz_buffer_fini(&text);
    r->view->silences.count++;
}

void gz_subscription_times_silences(struct gz_subscription_reader *r,
                                    const struct gz_yaml_node *node)
{
    enum { SILENCES_MAX = 100 };
    struct gz_buffer bytes;
    if (node->kind != GZ_YAML_SEQUENCE || node->count > SILENCES_MAX) {
        gz_subscription_values_fail(
            r, node, "expected a list of at most %d silences", SILENCES_MAX);
        return;
    }
    gz_buffer_init(&bytes, 0);
    for (const struct gz_yaml_node *n = node->first; n != NULL; n = n->next) {
        pack_silence(r, n, &bytes);
    }
    r->view->silences.at = gz_subscription_values_keep(r, &bytes);
}

// --- quiet hours and digests ---

static void read_quiet_from(struct gz_subscription_reader *r,
                            const struct gz_yaml_node *node)
{
    gz_subscription_values_minute(r, node, &r->view->quiet.begin_minute);
}

static void read_quiet_until(struct gz_subscription_reader *r,
                             const struct gz_yaml_node *node)
{
    gz_subscription_values_minute(r, node, &r->view->quiet.end_minute);
}

static void read_quiet_zone(struct gz_subscription_reader *r,
                            const struct gz_yaml_node *node)
{
    gz_subscription_values_zone(r, node, &r->view->quiet.zone);
}

static bool check_day(struct gz_subscription_reader *r,
                      const struct gz_yaml_node *node, struct gz_str text)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu",
                                       "Fri", "Sat", "Sun"};
    uint32_t day = 0;
    (void)text;
    if (!gz_subscription_values_choice(r, node, days, COUNT(days), &day)) {
        return false;
    }
    r->view->quiet.days |= (uint8_t)(1U << day);
    return true;
}

static void read_quiet_days(struct gz_subscription_reader *r,
                            const struct gz_yaml_node *node)
{
    r->view->quiet.days = 0;
    (void)gz_subscription_values_list(r, node, check_day);
}

void gz_subscription_times_quiet(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node)
{
    static const struct gz_subscription_key keys[] = {
        {"from", read_quiet_from},
        {"until", read_quiet_until},
        {"zone", read_quiet_zone},
        {"days", read_quiet_days},
    };
    if (!gz_subscription_values_keys(r, node, "quiet", keys, COUNT(keys))) {
        return;
    }
    const struct gz_yaml_node *from = gz_yaml_get(node, "from");
    const struct gz_yaml_node *until = gz_yaml_get(node, "until");
    if (from == NULL || until == NULL || gz_str_eq(from->text, until->text)) {
        gz_subscription_values_fail(
            r, node, "quiet hours need `from:` and `until:` that differ");
    }
}

static void read_digest_every(struct gz_subscription_reader *r,
                              const struct gz_yaml_node *node)
{
    gz_subscription_values_duration(r, node, 60 * second_ms, 31 * day_ms,
                                    &r->view->digest.every_ms);
}

static void read_digest_at(struct gz_subscription_reader *r,
                           const struct gz_yaml_node *node)
{
    gz_subscription_values_minute(r, node, &r->view->digest.at_minute);
}

static void read_digest_zone(struct gz_subscription_reader *r,
                             const struct gz_yaml_node *node)
{
    gz_subscription_values_zone(r, node, &r->view->digest.zone);
}

void gz_subscription_times_digest(struct gz_subscription_reader *r,
                                  const struct gz_yaml_node *node)
{
    static const struct gz_subscription_key keys[] = {
        {"every", read_digest_every},
        {"at", read_digest_at},
        {"zone", read_digest_zone},
    };
    r->view->digest.every_ms = day_ms;
    if (node->kind == GZ_YAML_SCALAR) {
        read_digest_every(r, node);
    } else if (node->kind == GZ_YAML_MAPPING) {
        gz_subscription_values_keys(r, node, "digest", keys, COUNT(keys));
    } else {
        gz_subscription_values_fail(r, node,
                                    "expected a duration, or a mapping with "
                                    "every, at and zone");
    }
}
