#ifndef GZ_SUBSCRIPTION_READ_H
#define GZ_SUBSCRIPTION_READ_H

#include "daemon/alert/condition/alert_terms.h"
#include "daemon/alert/subscription/subscription.h"
#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/json_writer.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/base/yaml.h"

/*
 * Subscriptions as people write them: YAML in files, JSON over HTTP and in the
 * topic, one object.
 *
 *     id: ai-customer                   # required
 *     description: new AI customer of a US cloud company
 *     entities:
 *       ids: [wd:Q2283]
 *       lists: [clouds]                 # of `lists:` of the file
 *       names: [Microsoft]
 *       types: [Org/Company]
 *       attributes: {country: US, sector: [cloud, chips]}
 *     facts:                            # or only: facts: [Customer]
 *     - type: Customer
 *       anchor: supplier
 *       roles: {customer: [wd:Q21708200, OpenAI]}
 *     when: salience.score >= 0.3
 *     with: {ids: [wd:Q30], within: sentence}
 *     languages: [en]
 *     sources: [Reuters]
 *     first_seen: {pair: 90d}           # entity, fact or pair; partial: true
 *     window: {count: 5, within: 1h}    # {sources: 3, within: 1h}
 *                                       # {rate: 3, baseline: 7d, within: 1h,
 *                                       #  count: 5}, {absent: 1d}
 *     group_by: [fact.type, role.customer, article.language]
 *     wait: 30s
 *     interval: 5m
 *     repeat: 1d
 *     resolve: 1d
 *     confirm: 2                        # independent sources; 0: never
 *     silences: [{from: 2026-01-01, until: 2026-01-08, comment: holidays}]
 *     quiet: {from: "22:00", until: "07:00", zone: Europe/Rome, days: [Mon]}
 *     digest: {every: 1d, at: "08:00", zone: "+01:00"}
 *     severity: info                    # warning, critical
 *     labels: {team: energy}
 *     receivers: [desk]
 *     version: 3                        # set by the store
 *     since: 2026-01-01T00:00:00Z       # set by the store
 *     examples: [...]                   # see alert_example.h; only in files
 */

#define GZ_SUBSCRIPTION_ARENA_BYTES ((size_t)16 << 20)  // that reading may take

// What a reader knows; all borrowed, NULL allowed.
struct gz_subscription_context {
    const struct gz_alert_terms *terms;  // NULL: names are not checked
    const struct gz_yaml_node *lists;    // name to list of ids
};

/**
 * Read one subscription from a mapping of src.  All its mistakes are in err,
 * each with its place; *out is an owned reference, NULL on failure.
 * Fails with GZ_INVALID, GZ_LIMIT or GZ_NO_MEMORY.
 */
enum gz_status gz_subscription_read(
    const struct gz_yaml_node *node, const struct gz_source *src,
    const struct gz_subscription_context *context, struct gz_subscription **out,
    struct gz_error *err) GZ_MUST_CHECK;

/** The same for one of many: works in the caller's arena, which may be reset
 * afterwards. */
enum gz_status gz_subscription_read_in(
    const struct gz_yaml_node *node, const struct gz_source *src,
    const struct gz_subscription_context *context, struct gz_arena *arena,
    struct gz_subscription **out, struct gz_error *err) GZ_MUST_CHECK;

/** The same from a JSON text, which errors call `name`. */
enum gz_status
gz_subscription_read_json(struct gz_str text, const char *name,
                          const struct gz_subscription_context *context,
                          struct gz_subscription **out,
                          struct gz_error *err) GZ_MUST_CHECK;

/** The same of a JSON text that may leave its id out; one that stands there is
 * this. */
enum gz_status gz_subscription_read_json_as(
    struct gz_str id, struct gz_str text, const char *name,
    const struct gz_subscription_context *context, struct gz_subscription **out,
    struct gz_error *err) GZ_MUST_CHECK;

/** Whether a text may be an id. */
bool gz_subscription_read_is_id(struct gz_str text);

/** Write it as JSON that reads back as the same. */
void gz_subscription_print(const struct gz_subscription *s,
                           struct gz_json_writer *w);

/** The same with the version of one of a file too, which is 0. */
void gz_subscription_print_version(const struct gz_subscription *s,
                                   struct gz_json_writer *w);

#endif
