#include "daemon/setup.h"

#include <string.h>

#include "daemon/alert/subscription/subscription_file.h"
#include "daemon/base/arena.h"
#include "daemon/config/data_dir.h"
#include "daemon/http/access_tokens.h"
#include "daemon/kafka/properties.h"

enum gz_status gz_setup_rules(const struct gz_config *config,
                              struct gz_ruleset **out, struct gz_error *err)
{
    const char *const *paths = NULL;
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);

    *out = NULL;
    if (arena == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory to load packs");
    }
    enum gz_status st =
        gz_data_dir_packs(&config->rules.packs, arena, &paths, err);
    if (st == GZ_OK) {
        st = gz_ruleset_load(paths, config->rules.packs.count, out, err);
    }
    gz_arena_free(arena);
    return st;
}

enum gz_status gz_setup_subscriptions(const struct gz_config *config,
                                      const struct gz_ruleset *rules,
                                      const struct gz_receivers *receivers,
                                      struct gz_subscription_index **out,
                                      struct gz_error *err)
{
    const struct gz_alert_terms terms = {
        .rules = gz_ruleset_rules(rules),
        .receivers = receivers != NULL ? &receivers->known : NULL,
    };
    const struct gz_config_list *paths = &config->alerts.subscriptions;
    struct gz_subscription_index *ix = gz_subscription_index_new();
    enum gz_status st =
        ix != NULL
            ? GZ_OK
            : gz_error_set(err, GZ_NO_MEMORY, "no memory for subscriptions");

    for (size_t i = 0; ix != NULL && i < paths->count; i++) {
        struct gz_subscription_file file;
        enum gz_status read =
            gz_subscription_file_load(&file, paths->items[i], &terms, err);
        if (read == GZ_OK) {
            read = gz_subscription_file_join(&file, ix, err);
        }
        gz_subscription_file_fini(&file);
        st = st == GZ_OK ? read : st;
    }
    *out = st == GZ_OK ? ix : NULL;
    if (st != GZ_OK) {
        gz_subscription_index_free(ix);
    }
    return st;
}

static enum gz_status check_tokens(const struct gz_config *config,
                                   struct gz_error *err)
{
    struct gz_access_tokens *tokens = NULL;

    if (config->http.tokens == NULL) {
        return GZ_OK;
    }
    const enum gz_status st = gz_access_tokens_load(
        config->http.tokens, config->credentials_dir, &tokens, err);
    gz_access_tokens_free(tokens);
    return st;
}

// The first of several findings.
static enum gz_status first_of(enum gz_status one, enum gz_status other)
{
    return one != GZ_OK ? one : other;
}

enum gz_status gz_setup_config(const struct gz_config *config,
                               struct gz_error *err)
{
    return first_of(gz_kafka_properties_check(config, err),
                    check_tokens(config, err));
}

enum gz_status gz_setup_receivers(const struct gz_config *config,
                                  struct gz_receivers **out,
                                  struct gz_error *err)
{
    const char *path = config->alerts.receivers;

    *out = NULL;
    return strcmp(path, "off") == 0 ? GZ_OK
                                    : gz_receivers_load(config, path, out, err);
}

enum gz_status gz_setup_load(struct gz_setup *out, const char *path,
                             struct gz_error *err)
{
    *out = (struct gz_setup){0};
    enum gz_status st = gz_config_survey(path, &out->config, err);
    if (out->config != NULL) {
        st = first_of(st, gz_setup_config(out->config, err));
        st =
            first_of(st, gz_setup_receivers(out->config, &out->receivers, err));
        st = first_of(st, gz_setup_rules(out->config, &out->rules, err));
    }
    if (out->config != NULL && out->rules != NULL) {
        st = first_of(st, gz_setup_subscriptions(out->config, out->rules,
                                                 out->receivers,
                                                 &out->subscriptions, err));
    }
    if (st != GZ_OK) {
        gz_setup_fini(out);
    }
    return st;
}

void gz_setup_fini(struct gz_setup *setup)
{
    gz_config_free(setup->config);
    gz_ruleset_unref(setup->rules);
    gz_subscription_index_free(setup->subscriptions);
    gz_receivers_unref(setup->receivers);
    *setup = (struct gz_setup){0};
}
