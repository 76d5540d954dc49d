// Any bytes as a configuration: either it is accepted and every field is
// within its bounds, or there is a message.

#include <stdint.h>
#include <stdlib.h>

#include "daemon/config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

static void check(const struct gz_config *c)
{
    require(c->instance[0] != '\0' && c->input.topic[0] != '\0');
    require(c->workers >= 1 && c->workers <= 256);
    require(c->commit_interval_ms >= 10 && c->commit_interval_ms <= 60000);
    require(c->rules.packs.items[c->rules.packs.count] == NULL);
    for (size_t i = 0; i < c->kafka.count; i++) {
        const struct gz_config_pair *pair = &c->kafka.pairs[i];
        require(pair->name != NULL && pair->value != NULL);
        require(pair->value_begin_byte <= pair->value_end_byte);
        require(pair->value_end_byte <= c->source.len_bytes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct gz_config_context context = {.host_name = "host"};
    struct gz_source src;
    struct gz_error err;
    struct gz_config *config = NULL;

    gz_error_init(&err);
    require(gz_source_init(&src, "fuzz", gz_str_of((const char *)data, size)) ==
            GZ_OK);
    const enum gz_status st = gz_config_parse(&src, &context, &config, &err);
    require((st == GZ_OK) == (err.count == 0));
    require((st == GZ_OK) == (config != NULL));
    if (config != NULL) {
        check(config);
    }
    gz_config_free(config);
    gz_error_fini(&err);
    return 0;
}
