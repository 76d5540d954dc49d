// `gazetted acls`: the rights that the daemon needs, as commands to grant
// them.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/config/config.h"

static const char usage[] =
    "usage: gazetted acls [OPTION...]\n"
    "\n"
    "Print the rights that the daemon needs as kafka-acls commands.  Nothing\n"
    "is sent anywhere.\n"
    "\n"
    "  -c, --config FILE     configuration with topics, group and servers\n"
    "                        (default: " GZ_CONFIG_FILE ")\n"
    "  -p, --principal NAME  who is granted (User:<sasl.username>)\n"
    "  -h, --help            print this\n";

// Rows of the printed table; the resource's name comes from the config.
// Those from ALERTS on are needed where there are receivers.
enum resource {
    INPUT,
    OUTPUT,
    DEAD_LETTER,
    GROUP,
    ALERTS,
    UNDELIVERED,
    RECEIVER_GROUPS,
};

static const struct right {
    enum resource resource;
    const char *operation;
    const char *reason;
} rights[] = {
    {INPUT, "Read", "read articles"},
    {INPUT, "Describe", "see the topic"},
    {GROUP, "Read", "join the group, commit offsets"},
    {GROUP, "Describe", "find committed offsets"},
    {OUTPUT, "Write", "publish events, idempotently"},
    {OUTPUT, "Describe", "see the topic"},
    {DEAD_LETTER, "Write", "set bad articles aside"},
    {DEAD_LETTER, "Describe", "see the topic"},
    {ALERTS, "Read", "read alerts for receivers"},
    {ALERTS, "Describe", "see the topic"},
    {RECEIVER_GROUPS, "Read", "join a group for each receiver"},
    {RECEIVER_GROUPS, "Describe", "find committed offsets"},
    {UNDELIVERED, "Write", "set alerts aside that nobody took"},
    {UNDELIVERED, "Describe", "see the topic"},
};

struct options {
    const char *file;
    const char *principal;
};

static bool parse_options(int argc, char **argv, struct options *out,
                          int *status)
{
    const struct gz_option options[] = {
        gz_option_text("config", 'c', &out->file),
        gz_option_text("principal", 'p', &out->principal),
    };
    const struct gz_option_table table = {"acls", usage, options, 2};
    *out = (struct options){.file = GZ_CONFIG_FILE};
    return gz_options_read_only(&table, argc, argv, status);
}

static bool is_plain(const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "._-:,=@/+";

    return word[0] != '\0' && word[strspn(word, plain)] == '\0';
}

// A word as a shell takes it: a distinguished name has spaces, for one.
static void print_word(const char *prefix, const char *word)
{
    if (is_plain(word)) {
        printf("%s%s", prefix, word);
        return;
    }
    printf("'%s", prefix);
    for (const char *c = word; *c != '\0'; c++) {
        if (*c == '\'') {
            fputs("'\\''", stdout);
        } else {
            putchar(*c);
        }
    }
    putchar('\'');
}

static void print_resource(const struct gz_config *config,
                           enum resource resource)
{
    const char *const names[] = {
        [INPUT] = config->input.topic,
        [OUTPUT] = config->output.topic,
        [DEAD_LETTER] = config->dead_letter.topic,
        [GROUP] = config->input.group,
        [ALERTS] = config->alerts.topic,
        [UNDELIVERED] = config->alerts.undelivered,
    };

    if (resource == RECEIVER_GROUPS) {
        fputs("--resource-pattern-type prefixed --group ", stdout);
        print_word("", config->input.group);
        fputs(".notify.", stdout);
        return;
    }
    fputs(resource == GROUP ? "--group " : "--topic ", stdout);
    print_word("", names[resource]);
}

static bool is_needed(const struct gz_config *config, enum resource resource)
{
    return resource < ALERTS || strcmp(config->alerts.receivers, "off") != 0;
}

static void print_all(const struct gz_config *config,
                      const struct options *options)
{
    const char *servers = gz_config_kafka(config, "bootstrap.servers");
    const char *user = gz_config_kafka(config, "sasl.username");

    for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++) {
        if (!is_needed(config, rights[i].resource)) {
            continue;
        }
        printf("# %s\nkafka-acls --bootstrap-server ", rights[i].reason);
        print_word("", servers == NULL ? "HOST:9092" : servers);
        fputs(" --add --allow-principal ", stdout);
        if (options->principal != NULL) {
            print_word("", options->principal);
        } else {
            print_word("User:", user == NULL ? "gazetted" : user);
        }
        printf(" --operation %s ", rights[i].operation);
        print_resource(config, rights[i].resource);
        putchar('\n');
    }
    puts("# brokers before Kafka 2.8 also want IdempotentWrite on the cluster");
}

int gz_command_acls(int argc, char **argv)
{
    struct options options;
    struct gz_config *config = NULL;
    struct gz_error err;
    int status = GZ_EXIT_OK;

    if (!parse_options(argc, argv, &options, &status)) {
        return status;
    }
    gz_error_init(&err);
    if (gz_config_load(options.file, &config, &err) == GZ_OK) {
        print_all(config, &options);
    } else {
        gz_error_print(&err, stderr);
        status = GZ_EXIT_CONFIG;
    }
    gz_config_free(config);
    gz_error_fini(&err);
    return status;
}
