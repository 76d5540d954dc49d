#ifndef GZ_METRICS_H
#define GZ_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/buffer.h"

/*
 * What the program counts, and the page that Prometheus reads.  Each worker
 * has a set of its own, on cache lines of its own, and is its only writer; a
 * scrape sums all sets.  Reading and writing are relaxed atomics, so a set may
 * be read while it is written.
 */
enum gz_metric {
    GZ_METRIC_ARTICLES,  // input records handled, dead letters included
    GZ_METRIC_EVENTS,    // entity events acknowledged by the broker
    GZ_METRIC_MENTIONS,
    GZ_METRIC_FACTS,
    GZ_METRIC_RULE_MATCHES,  // of all rules together, of use or not
    GZ_METRIC_RULE_STEPS,    // states visited: the measure of their work
    GZ_METRIC_DEAD_LETTERS,  // by code: gz_metrics_dead_letter()
    GZ_METRIC_TRUNCATED,
    GZ_METRIC_BYTES_IN,
    GZ_METRIC_BYTES_OUT,
    GZ_METRIC_ALERT_EVENTS,  // entity events looked at for alerts
    GZ_METRIC_ALERTS,        // alert events made
    GZ_METRIC_DUPLICATES,    // records below the next offset, dropped
    GZ_METRIC_PRODUCE_ERRORS,
    GZ_METRIC_COMMITS,
    GZ_METRIC_COMMIT_ERRORS,
    GZ_METRIC_TRANSACTIONS_COMMITTED,
    GZ_METRIC_TRANSACTIONS_ABORTED,
    GZ_METRIC_RENEWALS,   // of the producer, all but the first
    GZ_METRIC_SET_BACKS,  // of a partition, behind what was committed
    GZ_METRIC_REBALANCES,
    GZ_METRIC_KAFKA_ERRORS,
    GZ_METRIC_RELOADS_OK,
    GZ_METRIC_RELOADS_FAILED,
    GZ_METRIC_RULES_STALE,  // gauge: 1 after a reload that failed
    GZ_METRIC_IN_FLIGHT,    // gauge: outputs not yet acknowledged
    GZ_METRIC_PARTITIONS,   // gauge: assigned
    GZ_METRIC_LAG,          // gauge: input records behind the high watermark
    GZ_METRIC_HTTP_REQUESTS,
    GZ_METRIC_HTTP_REFUSED,
    GZ_METRIC_HTTP_CUT,
    GZ_METRIC_HTTP_CONNECTIONS,  // gauge: open now
    GZ_METRIC_HTTP_STREAMS,      // gauge: those that are event streams
    GZ_METRIC_STREAM_EVENTS,
    GZ_METRIC_STREAM_BEHIND,
    GZ_METRIC_STREAM_GAPS,
    GZ_METRIC_COUNT,
};

#define GZ_METRICS_CODES 32
#define GZ_METRICS_CODE_BYTES 40

struct gz_metrics;      // all sets of the process
struct gz_metrics_set;  // of one worker

/**
 * Owned sets for workers + 1 writers (the last is the main thread), or NULL
 * when out of memory.
 */
struct gz_metrics *gz_metrics_new(uint32_t workers);

/** Release all sets, after their writers have ended; NULL allowed. */
void gz_metrics_free(struct gz_metrics *m);

/** The set of worker k, or of the main thread for k == workers; borrowed. */
struct gz_metrics_set *gz_metrics_set(struct gz_metrics *m, uint32_t k);

/** Only the set's own thread writes. */
void gz_metrics_add(struct gz_metrics_set *s, enum gz_metric metric,
                    uint64_t amount);
void gz_metrics_put(struct gz_metrics_set *s, enum gz_metric gauge,
                    int64_t value);

/**
 * Count a dead letter under its code, such as "not_json".  A set knows
 * GZ_METRICS_CODES codes of GZ_METRICS_CODE_BYTES - 1 bytes; what is beyond
 * counts as "other".
 */
void gz_metrics_dead_letter(struct gz_metrics_set *s, const char *code);

/**
 * From taking an input record to its last acknowledgement, or to the commit of
 * its transaction; a histogram with bounds 1, 2, 5 in every decade from a
 * millisecond to ten seconds.
 */
void gz_metrics_latency(struct gz_metrics_set *s, int64_t duration_us);

/** How long it took to commit a transaction; the same bounds. */
void gz_metrics_commit(struct gz_metrics_set *s, int64_t duration_us);

/** The sum over all sets; any thread. */
int64_t gz_metrics_read(const struct gz_metrics *m, enum gz_metric metric);

// What is said of one receiver of alerts.
struct gz_metrics_receiver {
    const char *name;
    uint64_t delivered;    // alerts
    uint64_t failures;     // attempts that will be repeated
    uint64_t undelivered;  // alerts set aside
    uint64_t held;         // alerts read and not done
    bool open;             // it fails and is let alone
    bool gone;             // it wants nothing more
};

/** What the page says beside the counters. */
struct gz_metrics_info {
    const char *ruleset;  // hash of the rule set in use
    uint64_t ruleset_names;
    uint64_t ruleset_bytes;
    uint32_t workers_running;
    uint64_t subscriptions_of_files;  // in force
    uint64_t subscriptions_of_topic;
    uint64_t subscriptions_refused;               // records of the topic
    const struct gz_metrics_receiver *receivers;  // borrowed
    size_t receiver_count;
};

/** Append the page in Prometheus' text format 0.0.4; any thread. */
void gz_metrics_page(const struct gz_metrics *m,
                     const struct gz_metrics_info *info, struct gz_buffer *out);

/** Append the families of receivers, if there are any. */
void gz_metrics_append_receivers(const struct gz_metrics_receiver *receivers,
                                 size_t count, struct gz_buffer *out);

/** Append the HELP and TYPE lines of a family; type such as "gauge". */
void gz_metrics_append_head(struct gz_buffer *out, const char *name,
                            const char *type, const char *help);

#endif
