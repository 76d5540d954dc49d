// The page: sums over all sets, in the text format 0.0.4 of Prometheus
// (https://prometheus.io/docs/instrumenting/exposition_formats/).

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/observe/metrics_set.h"

const struct gz_metrics_bound gz_metrics_bounds[GZ_METRICS_BOUNDS] = {
    {1000, "0.001"},  {2000, "0.002"}, {5000, "0.005"}, {10000, "0.01"},
    {20000, "0.02"},  {50000, "0.05"}, {100000, "0.1"}, {200000, "0.2"},
    {500000, "0.5"},  {1000000, "1"},  {2000000, "2"},  {5000000, "5"},
    {10000000, "10"},
};

// One row per sample; rows of one family stand together.
static const struct family {
    const char *name;
    const char *type;
    const char *help;
    const char *label;  // with its value, or NULL
    const char *value;
} families[] = {
    [GZ_METRIC_ARTICLES] = {"gazetted_articles_total", "counter",
                            "Input records handled, dead letters included.",
                            NULL, NULL},
    [GZ_METRIC_EVENTS] = {"gazetted_events_total", "counter",
                          "Entity events acknowledged by the broker.", NULL,
                          NULL},
    [GZ_METRIC_MENTIONS] = {"gazetted_mentions_total", "counter",
                            "Mentions of entities found.", NULL, NULL},
    [GZ_METRIC_FACTS] = {"gazetted_facts_total", "counter", "Facts found.",
                         NULL, NULL},
    [GZ_METRIC_RULE_MATCHES] = {"gazetted_rule_matches_total", "counter",
                                "Matches of all rules.", NULL, NULL},
    [GZ_METRIC_RULE_STEPS] = {"gazetted_rule_steps_total", "counter",
                              "States that all rules visited.", NULL, NULL},
    // Has a page of its own: one sample per code.
    [GZ_METRIC_DEAD_LETTERS] = {NULL, NULL, NULL, NULL, NULL},
    [GZ_METRIC_TRUNCATED] = {"gazetted_truncated_total", "counter",
                             "Articles with a partial result.", NULL, NULL},
    [GZ_METRIC_BYTES_IN] = {"gazetted_input_bytes_total", "counter",
                            "Bytes of the input records handled.", NULL, NULL},
    [GZ_METRIC_BYTES_OUT] = {"gazetted_output_bytes_total", "counter",
                             "Bytes of the records produced.", NULL, NULL},
    [GZ_METRIC_ALERT_EVENTS] = {"gazetted_alert_events_total", "counter",
                                "Entity events looked at for alerts.", NULL,
                                NULL},
    [GZ_METRIC_ALERTS] = {"gazetted_alerts_total", "counter",
                          "Alerts made, repeats and updates included.", NULL,
                          NULL},
    [GZ_METRIC_DUPLICATES] = {"gazetted_duplicates_total", "counter",
                              "Input records fetched again and dropped.", NULL,
                              NULL},
    [GZ_METRIC_PRODUCE_ERRORS] = {"gazetted_produce_errors_total", "counter",
                                  "Records that the broker did not take.", NULL,
                                  NULL},
    [GZ_METRIC_COMMITS] = {"gazetted_commits_total", "counter",
                           "Commits of offsets.", NULL, NULL},
    [GZ_METRIC_COMMIT_ERRORS] = {"gazetted_commit_errors_total", "counter",
                                 "Commits of offsets that failed.", NULL, NULL},
    [GZ_METRIC_TRANSACTIONS_COMMITTED] = {"gazetted_transactions_total",
                                          "counter",
                                          "Transactions, by how they ended.",
                                          "result", "committed"},
    [GZ_METRIC_TRANSACTIONS_ABORTED] = {"gazetted_transactions_total",
                                        "counter",
                                        "Transactions, by how they ended.",
                                        "result", "aborted"},
    [GZ_METRIC_RENEWALS] = {"gazetted_producer_renewals_total", "counter",
                            "Producers made in place of one that could not go "
                            "on or was under suspicion.",
                            NULL, NULL},
    [GZ_METRIC_SET_BACKS] = {"gazetted_offsets_set_back_total", "counter",
                             "Partitions whose offset was found behind what "
                             "had been committed.",
                             NULL, NULL},
    [GZ_METRIC_REBALANCES] = {"gazetted_rebalances_total", "counter",
                              "Changes of the assigned partitions.", NULL,
                              NULL},
    [GZ_METRIC_KAFKA_ERRORS] = {"gazetted_kafka_errors_total", "counter",
                                "Errors that the Kafka library reported.", NULL,
                                NULL},
    [GZ_METRIC_RELOADS_OK] = {"gazetted_reloads_total", "counter",
                              "Reloads, by result.", "result", "ok"},
    [GZ_METRIC_RELOADS_FAILED] = {"gazetted_reloads_total", "counter",
                                  "Reloads, by result.", "result", "failed"},
    [GZ_METRIC_RULES_STALE] = {"gazetted_rules_stale", "gauge",
                               "1 when the latest reload failed: rules, "
                               "subscriptions and receivers from before are "
                               "in use.",
                               NULL, NULL},
    [GZ_METRIC_IN_FLIGHT] = {"gazetted_in_flight", "gauge",
                             "Records produced and not yet acknowledged.", NULL,
                             NULL},
    [GZ_METRIC_PARTITIONS] = {"gazetted_assigned_partitions", "gauge",
                              "Input partitions assigned.", NULL, NULL},
    [GZ_METRIC_LAG] = {"gazetted_input_lag_records", "gauge",
                       "Input records behind the high watermark.", NULL, NULL},
    [GZ_METRIC_HTTP_REQUESTS] = {"gazetted_http_requests_total", "counter",
                                 "HTTP requests.", NULL, NULL},
    [GZ_METRIC_HTTP_REFUSED] = {"gazetted_http_refused_total", "counter",
                                "HTTP requests refused for their host, origin "
                                "or token.",
                                NULL, NULL},
    [GZ_METRIC_HTTP_CUT] = {"gazetted_http_cut_total", "counter",
                            "HTTP connections cut off for being slow.", NULL,
                            NULL},
    [GZ_METRIC_HTTP_CONNECTIONS] = {"gazetted_http_connections", "gauge",
                                    "HTTP connections.", NULL, NULL},
    [GZ_METRIC_HTTP_STREAMS] = {"gazetted_http_streams", "gauge",
                                "HTTP connections that are event streams.",
                                NULL, NULL},
    [GZ_METRIC_STREAM_EVENTS] = {"gazetted_stream_events_total", "counter",
                                 "Events put into streams.", NULL, NULL},
    [GZ_METRIC_STREAM_BEHIND] = {"gazetted_stream_behind_total", "counter",
                                 "Times that a stream's client fell behind and "
                                 "was read to again.",
                                 NULL, NULL},
    [GZ_METRIC_STREAM_GAPS] = {"gazetted_stream_gaps_total", "counter",
                               "Gaps that clients of streams were told.", NULL,
                               NULL},
};

_Static_assert(sizeof(families) / sizeof(families[0]) == GZ_METRIC_COUNT,
               "every metric has a row");

void gz_metrics_append_head(struct gz_buffer *out, const char *name,
                            const char *type, const char *help)
{
    gz_buffer_append_fmt(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name,
                         type);
}

static void append_escaped(struct gz_buffer *out, const char *value)
{
    for (const char *c = value; *c != '\0'; c++) {
        if (*c == '\n') {
            gz_buffer_append_z(out, "\\n");
            continue;
        }
        if (*c == '"' || *c == '\\') {
            gz_buffer_append_byte(out, '\\');
        }
        gz_buffer_append_byte(out, (uint8_t)*c);
    }
}

static void append_label(struct gz_buffer *out, const char *name,
                         const char *label, const char *value, int64_t sample)
{
    gz_buffer_append_fmt(out, "%s{%s=\"", name, label);
    append_escaped(out, value);
    gz_buffer_append_fmt(out, "\"} %" PRId64 "\n", sample);
}

static void append_gauge(struct gz_buffer *out, const char *name,
                         const char *help, uint64_t sample)
{
    gz_metrics_append_head(out, name, "gauge", help);
    gz_buffer_append_fmt(out, "%s %" PRIu64 "\n", name, sample);
}

// The counts of one code over all sets.
struct total {
    const char *name;
    int64_t count;
};

static int by_name(const void *a, const void *b)
{
    const struct total *x = a;
    const struct total *y = b;
    return strcmp(x->name, y->name);
}

static void add_total(struct total *totals, size_t *count,
                      const struct gz_metrics_code *code)
{
    size_t i = 0;
    while (i < *count && strcmp(totals[i].name, code->name) != 0) {
        i++;
    }
    if (i == *count) {
        totals[(*count)++] = (struct total){code->name, 0};
    }
    totals[i].count += gz_metrics_load(&code->count);
}

// All codes of all sets; returns how many of totals are used.
static size_t sum_codes(const struct gz_metrics *m, struct total *totals,
                        int64_t *other)
{
    size_t count = 0;
    *other = 0;
    for (uint32_t k = 0; k < m->count; k++) {
        const struct gz_metrics_set *s = &m->sets[k];
        const uint32_t known =
            atomic_load_explicit(&s->code_count, memory_order_acquire);
        for (uint32_t i = 0; i < known; i++) {
            add_total(totals, &count, &s->codes[i]);
        }
        *other += gz_metrics_load(&s->other.count);
    }
    qsort(totals, count, sizeof(*totals), by_name);
    return count;
}

static void append_dead_letters(const struct gz_metrics *m,
                                struct gz_buffer *out)
{
    const char *const name = "gazetted_dead_letters_total";
    struct total *totals =
        calloc((size_t)m->count * GZ_METRICS_CODES, sizeof(*totals));
    if (totals == NULL) {
        out->status = GZ_NO_MEMORY;
        return;
    }
    int64_t other;
    const size_t count = sum_codes(m, totals, &other);

    gz_metrics_append_head(out, name, "counter",
                           "Input records set aside, by error code.");
    for (size_t i = 0; i < count; i++) {
        append_label(out, name, "code", totals[i].name, totals[i].count);
    }
    if (other > 0) {
        append_label(out, name, "code", "other", other);
    }
    free(totals);
}

static const struct {
    const char *name;
    const char *help;
} histograms[GZ_METRICS_HISTOGRAMS] = {
    [GZ_METRICS_ARTICLE_DURATION] =
        {"gazetted_article_duration_seconds",
         "From an input record to its last acknowledgement, or to the commit "
         "of its transaction."},
    [GZ_METRICS_COMMIT_DURATION] = {"gazetted_commit_duration_seconds",
                                    "How long a transaction took to commit."},
};

static void append_histogram(const struct gz_metrics *m, size_t which,
                             struct gz_buffer *out)
{
    const char *const name = histograms[which].name;
    int64_t below = 0;
    int64_t sum_us = 0;

    gz_metrics_append_head(out, name, "histogram", histograms[which].help);
    for (size_t i = 0; i <= GZ_METRICS_BOUNDS; i++) {
        for (uint32_t k = 0; k < m->count; k++) {
            below += gz_metrics_load(&m->sets[k].histograms[which].buckets[i]);
        }
        gz_buffer_append_fmt(
            out, "%s_bucket{le=\"%s\"} %" PRId64 "\n", name,
            i < GZ_METRICS_BOUNDS ? gz_metrics_bounds[i].label : "+Inf", below);
    }
    for (uint32_t k = 0; k < m->count; k++) {
        sum_us += gz_metrics_load(&m->sets[k].histograms[which].duration_us);
    }
    gz_buffer_append_fmt(out, "%s_sum %" PRId64 ".%06" PRId64 "\n", name,
                         sum_us / 1000000, sum_us % 1000000);
    gz_buffer_append_fmt(out, "%s_count %" PRId64 "\n", name, below);
}

static void append_metric(const struct gz_metrics *m, enum gz_metric metric,
                          struct gz_buffer *out)
{
    const struct family *f = &families[metric];
    const struct family *before = metric == 0 ? NULL : f - 1;

    if (before == NULL || before->name == NULL ||
        strcmp(before->name, f->name) != 0) {
        gz_metrics_append_head(out, f->name, f->type, f->help);
    }
    if (f->label != NULL) {
        append_label(out, f->name, f->label, f->value,
                     gz_metrics_read(m, metric));
    } else {
        gz_buffer_append_fmt(out, "%s %" PRId64 "\n", f->name,
                             gz_metrics_read(m, metric));
    }
}

static void append_subscriptions(const struct gz_metrics_info *info,
                                 struct gz_buffer *out)
{
    static const char name[] = "gazetted_subscriptions";
    static const char refused[] = "gazetted_subscription_records_refused_total";

    gz_metrics_append_head(out, name, "gauge",
                           "Subscriptions in force, by where they stand.");
    append_label(out, name, "origin", "file",
                 (int64_t)info->subscriptions_of_files);
    append_label(out, name, "origin", "topic",
                 (int64_t)info->subscriptions_of_topic);
    gz_metrics_append_head(out, refused, "counter",
                           "Records of the topic of subscriptions that could "
                           "not be read.");
    gz_buffer_append_fmt(out, "%s %" PRIu64 "\n", refused,
                         info->subscriptions_refused);
}

static void append_info(const struct gz_metrics_info *info,
                        struct gz_buffer *out)
{
    gz_metrics_append_head(out, "gazetted_build_info", "gauge",
                           "The program's version.");
    append_label(out, "gazetted_build_info", "version", GZ_VERSION, 1);
    gz_metrics_append_head(out, "gazetted_ruleset_info", "gauge",
                           "The rule set in use.");
    append_label(out, "gazetted_ruleset_info", "hash",
                 info->ruleset == NULL ? "" : info->ruleset, 1);
    append_gauge(out, "gazetted_ruleset_names",
                 "Names in the lists of the rule set.", info->ruleset_names);
    append_gauge(out, "gazetted_ruleset_bytes",
                 "Bytes of the compiled rule set.", info->ruleset_bytes);
    append_gauge(out, "gazetted_workers_running", "Workers that run.",
                 info->workers_running);
    append_subscriptions(info, out);
}

void gz_metrics_page(const struct gz_metrics *m,
                     const struct gz_metrics_info *info, struct gz_buffer *out)
{
    for (enum gz_metric i = 0; i < GZ_METRIC_COUNT; i++) {
        if (i == GZ_METRIC_DEAD_LETTERS) {
            append_dead_letters(m, out);
        } else {
            append_metric(m, i, out);
        }
    }
    for (size_t i = 0; i < GZ_METRICS_HISTOGRAMS; i++) {
        append_histogram(m, i, out);
    }
    append_info(info, out);
    gz_metrics_append_receivers(info->receivers, info->receiver_count, out);
}
