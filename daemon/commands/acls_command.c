// `gazetted acls`: the rights that the daemon needs, as commands to grant
// them.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/config/config.h"
#include "daemon/kafka/route.h"
#include "daemon/kafka/subscription_writer.h"
#include "daemon/kafka/topic_plan.h"
#include "daemon/kafka/worker.h"

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
enum resource {
    INPUT,
    OUTPUT,
    DEAD_LETTER,
    GROUP,
    ALERT_TOPIC,
    ALERT_STATE,
    ALERT_GROUP,
    UNDELIVERED,
    SUBSCRIPTIONS,
    RECEIVER_GROUPS,
    EXTRACT_TRANSACTIONS,
    ALERT_TRANSACTIONS,
    SUBSCRIPTION_TRANSACTIONS,
};

// What a configuration makes the daemon do.
enum work {
    EXTRACTING = 1,
    ALERTING = 2,
    TELLING = 4,
    EXACTLY_ONCE = 8,
    FOLLOWING = 16,  // the topic of subscriptions
    KEEPING = 32,    // its changes, which come by HTTP
};

static const struct right {
    enum resource resource;
    const char *operation;
    const char *reason;
    unsigned needed;  // all of this work makes it needed
} rights[] = {
    {INPUT, "Read", "read articles", EXTRACTING},
    {INPUT, "Describe", "see the topic", EXTRACTING},
    {GROUP, "Read", "join the group, commit offsets", EXTRACTING},
    {GROUP, "Describe", "find committed offsets", EXTRACTING},
    {OUTPUT, "Write", "publish events, idempotently", EXTRACTING},
    {OUTPUT, "Describe", "see the topic", 0},
    {DEAD_LETTER, "Write", "set bad articles aside", 0},
    {DEAD_LETTER, "Describe", "see the topic", 0},
    {EXTRACT_TRANSACTIONS, "Write",
     "use transactions, one name for each worker", EXTRACTING | EXACTLY_ONCE},
    {EXTRACT_TRANSACTIONS, "Describe", "find who coordinates them",
     EXTRACTING | EXACTLY_ONCE},
    {OUTPUT, "Read", "read entity events", ALERTING},
    {ALERT_GROUP, "Read", "join the group of alert workers", ALERTING},
    {ALERT_GROUP, "Describe", "find committed offsets", ALERTING},
    {ALERT_TOPIC, "Write", "publish alerts", ALERTING},
    {ALERT_TOPIC, "Describe", "see the topic", ALERTING},
    {ALERT_STATE, "Write", "keep what alerts remember", ALERTING},
    {ALERT_STATE, "Read", "read it back", ALERTING},
    {ALERT_STATE, "Describe", "see the topic", ALERTING},
    {ALERT_TRANSACTIONS, "Write", "use transactions, one name for each worker",
     ALERTING | EXACTLY_ONCE},
    {ALERT_TRANSACTIONS, "Describe", "find who coordinates them",
     ALERTING | EXACTLY_ONCE},
    {ALERT_TOPIC, "Read", "read alerts for receivers", TELLING},
    {ALERT_TOPIC, "Describe", "see the topic", TELLING},
    {RECEIVER_GROUPS, "Read", "join a group for each receiver", TELLING},
    {RECEIVER_GROUPS, "Describe", "find committed offsets", TELLING},
    {UNDELIVERED, "Write", "set alerts aside that nobody took", TELLING},
    {UNDELIVERED, "Describe", "see the topic", TELLING},
    {SUBSCRIPTIONS, "Read", "read subscriptions", FOLLOWING},
    {SUBSCRIPTIONS, "Describe", "see the topic", FOLLOWING},
    {SUBSCRIPTIONS, "Write", "change subscriptions", KEEPING},
    {SUBSCRIPTION_TRANSACTIONS, "Write",
     "use transactions, one name for all who change subscriptions", KEEPING},
    {SUBSCRIPTION_TRANSACTIONS, "Describe", "find who coordinates them",
     KEEPING},
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

// All workers of this instance, however many there will be.
static void print_transactions(const struct gz_config *config,
                               const char *stage)
{
    char prefix[GZ_WORKER_NAME_BYTES];

    snprintf(prefix, sizeof(prefix), GZ_WORKER_NAME_PREFIX, config->instance,
             stage);
    fputs("--resource-pattern-type prefixed --transactional-id ", stdout);
    print_word("", prefix);
}

static void print_named(const struct gz_config *config, enum resource resource)
{
    const char *const names[] = {
        [INPUT] = config->input.topic,
        [OUTPUT] = config->output.topic,
        [DEAD_LETTER] = config->dead_letter.topic,
        [GROUP] = config->input.group,
        [ALERT_TOPIC] = config->alerts.topic,
        [ALERT_STATE] = config->alerts.state,
        [ALERT_GROUP] = config->alerts.group,
        [UNDELIVERED] = config->alerts.undelivered,
        [SUBSCRIPTIONS] = config->alerts.subscriptions_topic,
    };
    const bool group = resource == GROUP || resource == ALERT_GROUP;

    fputs(group ? "--group " : "--topic ", stdout);
    print_word("", names[resource]);
}

static void print_resource(const struct gz_config *config,
                           enum resource resource)
{
    switch (resource) {
    case EXTRACT_TRANSACTIONS:
        print_transactions(config, gz_route_extract(config).stage);
        break;
    case ALERT_TRANSACTIONS:
        print_transactions(config, gz_route_alert(config).stage);
        break;
    case SUBSCRIPTION_TRANSACTIONS:
        fputs("--transactional-id ", stdout);
        print_word(GZ_SUBSCRIPTION_WRITER_PREFIX,
                   config->alerts.subscriptions_topic);
        break;
    case RECEIVER_GROUPS:
        fputs("--resource-pattern-type prefixed --group ", stdout);
        print_word("", config->input.group);
        fputs(".notify.", stdout);
        break;
    default:
        print_named(config, resource);
        break;
    }
}

static void print_right(const struct gz_config *config,
                        const struct options *options,
                        const struct right *right)
{
    const char *servers = gz_config_kafka(config, "bootstrap.servers");
    const char *user = gz_config_kafka(config, "sasl.username");

    printf("# %s\nkafka-acls --bootstrap-server ", right->reason);
    print_word("", servers == NULL ? "HOST:9092" : servers);
    fputs(" --add --allow-principal ", stdout);
    if (options->principal != NULL) {
        print_word("", options->principal);
    } else {
        print_word("User:", user == NULL ? "gazetted" : user);
    }
    printf(" --operation %s ", right->operation);
    print_resource(config, right->resource);
    putchar('\n');
}

static bool serves(const struct gz_config *config)
{
    return config->http.listen.host != NULL || config->http.listen.path != NULL;
}

static unsigned work_of(const struct gz_config *config)
{
    const bool follows = gz_topic_plan_needs(config, GZ_TOPIC_SUBSCRIPTIONS);
    unsigned work = 0;

    work |= config->workers > 0 ? EXTRACTING : 0;
    work |= config->alerts.workers > 0 ? ALERTING : 0;
    work |= strcmp(config->alerts.receivers, "off") != 0 ? TELLING : 0;
    work |= config->delivery == GZ_CONFIG_EXACTLY_ONCE ? EXACTLY_ONCE : 0;
    work |= follows ? FOLLOWING : 0;
    work |= follows && serves(config) ? KEEPING : 0;
    return work;
}

static void print_all(const struct gz_config *config,
                      const struct options *options)
{
    const unsigned work = work_of(config);

    for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++) {
        if ((rights[i].needed & ~work) == 0) {
            print_right(config, options, &rights[i]);
        }
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
