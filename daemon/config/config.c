#include "daemon/config/config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/yaml.h"
#include "daemon/config/config_read.h"

enum { FILE_LIMIT_BYTES = 1 << 20 };

static enum gz_status report_same_topic(const struct gz_config *config,
                                        const char *one, const char *other,
                                        struct gz_error *err)
{
    return gz_error_set(err, GZ_INVALID,
                        "%s: %s and %s are the same topic, which would make "
                        "the daemon read what it writes",
                        config->source.name, one, other);
}

// What no key can tell alone.
static enum gz_status check_topics(const struct gz_config *config,
                                   struct gz_error *err)
{
    enum gz_status st = GZ_OK;
    if (strcmp(config->input.topic, config->output.topic) == 0) {
        st = report_same_topic(config, "input.topic", "output.topic", err);
    }
    if (strcmp(config->input.topic, config->dead_letter.topic) == 0) {
        st = report_same_topic(config, "input.topic", "dead_letter.topic", err);
    }
    if (strcmp(config->output.topic, config->dead_letter.topic) == 0) {
        st = gz_error_set(err, GZ_INVALID,
                          "%s: output.topic and dead_letter.topic are the "
                          "same topic",
                          config->source.name);
    }
    if (strcmp(config->alerts.topic, config->alerts.undelivered) == 0) {
        st = report_same_topic(config, "alerts.topic", "alerts.undelivered",
                               err);
    }
    return st;
}

// Whoever keeps a topic for its keys has it alone.
static enum gz_status check_own_topic(const struct gz_config *config,
                                      struct gz_error *err)
{
    const struct {
        const char *key;
        const char *topic;
    } others[] = {
        {"input.topic", config->input.topic},
        {"output.topic", config->output.topic},
        {"dead_letter.topic", config->dead_letter.topic},
        {"alerts.topic", config->alerts.topic},
        {"alerts.state", config->alerts.state},
        {"alerts.undelivered", config->alerts.undelivered},
    };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (strcmp(config->alerts.subscriptions_topic, others[i].topic) == 0) {
            return gz_error_set(err, GZ_INVALID,
                                "%s: alerts.subscriptions_topic and %s are "
                                "the same topic",
                                config->source.name, others[i].key);
        }
    }
    return GZ_OK;
}

// One process has at least one thing to do.
static enum gz_status check_work(const struct gz_config *config,
                                 struct gz_error *err)
{
    return config->workers + config->alerts.workers > 0
               ? GZ_OK
               : gz_error_set(err, GZ_INVALID,
                              "%s: workers and alerts.workers are both 0, so "
                              "there is nothing to do",
                              config->source.name);
}

static enum gz_status check_listen(const struct gz_config *config,
                                   struct gz_error *err)
{
    const struct gz_config_address *a = &config->http.listen;

    return a->host == NULL || a->loopback || config->http.tokens != NULL
               ? GZ_OK
               : gz_error_set(err, GZ_INVALID,
                              "%s: http.listen is an address that other "
                              "machines can reach, so http.tokens must name a "
                              "file of tokens",
                              config->source.name);
}

// The first of several findings.
static enum gz_status first_of(enum gz_status one, enum gz_status other)
{
    return one != GZ_OK ? one : other;
}

// Copy what the surroundings give and the file left open.
static enum gz_status take_context(struct gz_config *config,
                                   const struct gz_config_context *context)
{
    if (config->instance == NULL) {
        config->instance =
            gz_arena_copy(config->arena, gz_str_z(context->host_name)).ptr;
    }
    if (context->credentials_dir != NULL) {
        config->credentials_dir =
            gz_arena_copy(config->arena, gz_str_z(context->credentials_dir))
                .ptr;
    }
    return config->instance == NULL || (context->credentials_dir != NULL &&
                                        config->credentials_dir == NULL)
               ? GZ_NO_MEMORY
               : GZ_OK;
}

// Every field has a value afterwards, unless there is no memory or no YAML.
static enum gz_status fill(struct gz_config *config,
                           const struct gz_config_context *context,
                           struct gz_error *err)
{
    struct gz_yaml *yaml = NULL;
    enum gz_status st = gz_yaml_parse(&config->source, &yaml, err);
    if (st != GZ_OK) {
        return st;
    }
    st = gz_config_read_defaults(config, err);
    if (st == GZ_OK) {
        st = gz_config_read_tree(config, gz_yaml_root(yaml), err);
    }
    gz_yaml_free(yaml);
    if (st == GZ_OK) {
        st = first_of(check_topics(config, err), check_listen(config, err));
        st = first_of(st, check_own_topic(config, err));
        st = first_of(st, check_work(config, err));
    }
    if (take_context(config, context) != GZ_OK && st != GZ_NO_MEMORY) {
        st = gz_error_set(err, GZ_NO_MEMORY, "%s: out of memory",
                          config->source.name);
    }
    return st;
}

// As gz_config_survey(), from a text; takes src.
static enum gz_status survey(struct gz_source *src,
                             const struct gz_config_context *context,
                             struct gz_config **out, struct gz_error *err)
{
    *out = NULL;
    struct gz_config *config = calloc(1, sizeof(*config));
    if (config != NULL) {
        config->arena = gz_arena_new(SIZE_MAX);
    }
    if (config == NULL || config->arena == NULL) {
        free(config);
        const enum gz_status st =
            gz_error_set(err, GZ_NO_MEMORY, "%s: out of memory", src->name);
        gz_source_fini(src);
        return st;
    }
    config->source = *src;
    *src = (struct gz_source){0};
    const enum gz_status st = fill(config, context, err);
    if (st == GZ_NO_MEMORY || config->instance == NULL) {
        gz_config_free(config);
        return st;
    }
    *out = config;
    return st;
}

// What has mistakes is no configuration.
static enum gz_status keep_good(enum gz_status st, struct gz_config **config)
{
    if (st != GZ_OK) {
        gz_config_free(*config);
        *config = NULL;
    }
    return st;
}

enum gz_status gz_config_parse(struct gz_source *src,
                               const struct gz_config_context *context,
                               struct gz_config **out, struct gz_error *err)
{
    return keep_good(survey(src, context, out, err), out);
}

// A host name is a valid instance but for bytes that Kafka would refuse.
static void read_host_name(char *out, size_t size_bytes)
{
    if (gethostname(out, size_bytes) != 0 || out[0] == '\0') {
        snprintf(out, size_bytes, "localhost");
    }
    out[size_bytes - 1] = '\0';
}

// Survey under what surrounds this process; takes src, also on failure.
static enum gz_status survey_here(struct gz_source *src, struct gz_config **out,
                                  struct gz_error *err)
{
    char host_name[65];
    read_host_name(host_name, sizeof(host_name));
    const struct gz_config_context context = {
        .host_name = host_name,
        .credentials_dir = getenv("CREDENTIALS_DIRECTORY"),
    };
    return survey(src, &context, out, err);
}

enum gz_status gz_config_survey(const char *path, struct gz_config **out,
                                struct gz_error *err)
{
    struct gz_source src = {0};
    *out = NULL;
    const enum gz_status st =
        path == NULL ? gz_source_init(&src, "<defaults>", GZ_STR_LIT(""))
                     : gz_source_load(&src, path, FILE_LIMIT_BYTES, err);
    return st == GZ_OK ? survey_here(&src, out, err) : st;
}

enum gz_status gz_config_load(const char *path, struct gz_config **out,
                              struct gz_error *err)
{
    return keep_good(gz_config_survey(path, out, err), out);
}

enum gz_status gz_config_for_brokers(const char *bootstrap,
                                     struct gz_config **out,
                                     struct gz_error *err)
{
    struct gz_source src = {0};
    struct gz_buffer text;
    *out = NULL;
    gz_buffer_init(&text, 0);
    gz_buffer_append_fmt(&text, "kafka: {bootstrap.servers: \"%s\"}\n",
                         bootstrap);
    enum gz_status st = gz_buffer_status(&text);
    if (st == GZ_OK) {
        st = gz_source_init(&src, "<brokers>", gz_buffer_str(&text));
    }
    gz_buffer_fini(&text);
    if (st != GZ_OK) {
        return gz_error_set(err, st, "out of memory");
    }
    return keep_good(survey_here(&src, out, err), out);
}

void gz_config_free(struct gz_config *config)
{
    if (config != NULL) {
        gz_source_fini(&config->source);
        gz_arena_free(config->arena);
        free(config);
    }
}

struct gz_decode_options gz_config_decode(const struct gz_config *config)
{
    struct gz_decode_options options = {
        .format = config->input.format,
        .limit_bytes = config->input.limit_bytes,
        .limit_depth = config->input.depth,
    };
    for (size_t i = 0; i < GZ_ARTICLE_FIELD_COUNT; i++) {
        const struct gz_config_list *list = &config->input.fields[i];
        options.pointers[i] = list->count == 0 ? NULL : list->items;
    }
    return options;
}

struct gz_pipeline_options gz_config_pipeline(const struct gz_config *config,
                                              uint64_t fingerprint)
{
    return (struct gz_pipeline_options){
        .decode = gz_config_decode(config),
        .event_topic = gz_str_z(config->output.topic),
        .dead_letter =
            {
                .style = config->dead_letter.headers,
                .limit_bytes = config->output.limit_bytes,
            },
        .arena_bytes = config->input.memory_bytes,
        .output_limit_bytes = config->output.limit_bytes,
        .fingerprint = fingerprint,
    };
}

const char *gz_config_kafka(const struct gz_config *config, const char *name)
{
    for (size_t i = 0; i < config->kafka.count; i++) {
        if (strcmp(config->kafka.pairs[i].name, name) == 0) {
            return config->kafka.pairs[i].value;
        }
    }
    return NULL;
}
