#include "daemon/setup.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/config/data_dir.h"
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

// The first of several findings.
static enum gz_status first_of(enum gz_status one, enum gz_status other)
{
    return one != GZ_OK ? one : other;
}

static enum gz_status load_receivers(struct gz_setup *setup,
                                     struct gz_error *err)
{
    const char *path = setup->config->alerts.receivers;

    return strcmp(path, "off") == 0
               ? GZ_OK
               : gz_receivers_load(setup->config, path, &setup->receivers, err);
}

enum gz_status gz_setup_load(struct gz_setup *out, const char *path,
                             struct gz_error *err)
{
    *out = (struct gz_setup){0};
    enum gz_status st = gz_config_survey(path, &out->config, err);
    if (out->config != NULL) {
        st = first_of(st, gz_kafka_properties_check(out->config, err));
        st = first_of(st, load_receivers(out, err));
        st = first_of(st, gz_setup_rules(out->config, &out->rules, err));
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
    gz_receivers_fini(&setup->receivers);
    *setup = (struct gz_setup){0};
}
