#include "daemon/config/config_changes.h"

#include "daemon/config/config_keys.h"
#include "daemon/config/config_text.h"

// Whether a text is set at all: what is not cannot be printed.
static bool is_set(const struct gz_config *config,
                   const struct gz_config_key *key)
{
    const void *field = (const char *)config + key->offset_bytes;

    return key->type != GZ_CONFIG_STRING || *(const char *const *)field != NULL;
}

static bool differs(const struct gz_config *one, const struct gz_config *other,
                    const struct gz_config_key *key)
{
    struct gz_buffer a;
    struct gz_buffer b;

    if (!is_set(one, key) || !is_set(other, key)) {
        return is_set(one, key) != is_set(other, key);
    }
    gz_buffer_init(&a, 0);
    gz_buffer_init(&b, 0);
    gz_config_text_value(&a, key, one);
    gz_config_text_value(&b, key, other);
    const bool found = !gz_str_eq(gz_buffer_str(&a), gz_buffer_str(&b));
    gz_buffer_fini(&a);
    gz_buffer_fini(&b);
    return found;
}

enum gz_status gz_config_changes(const struct gz_config *config,
                                 struct gz_buffer *out, struct gz_error *err)
{
    const struct gz_str name = gz_str_z(config->source.name);
    struct gz_config *now = NULL;

    // "<defaults>" and the like are no files.
    if (gz_str_starts(name, GZ_STR_LIT("<"))) {
        return GZ_OK;
    }
    const enum gz_status st = gz_config_load(config->source.name, &now, err);
    for (size_t i = 0; st == GZ_OK && i < gz_config_key_count; i++) {
        const struct gz_config_key *key = &gz_config_keys[i];
        if (differs(config, now, key)) {
            gz_buffer_append_z(out, out->len > 0 ? ", " : "");
            gz_buffer_append_z(out, key->name);
        }
    }
    gz_config_free(now);
    return st;
}
