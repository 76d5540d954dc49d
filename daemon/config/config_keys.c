#include "daemon/config/config_keys.h"

#include "daemon/config/config.h"
#include "daemon/config/config_choices.h"
#include "daemon/config/config_faults.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define AT(field) .offset_bytes = offsetof(struct gz_config, field)
#define FIELD(field)                                                           \
    .type = GZ_CONFIG_LIST, .fault = gz_config_faults_pointer,                 \
    .offset_bytes = offsetof(struct gz_config, input.fields) +                 \
                    (field) * sizeof(struct gz_config_list)

const struct gz_config_key gz_config_keys[] = {
    {
        .name = "instance",
        .type = GZ_CONFIG_STRING,
        AT(instance),
        .fallback_words = "the host name",
        .fault = gz_config_faults_name,
        .example = "news-1",
        .help = "Names this process towards Kafka. Two processes that run "
                "at the same time need two names.",
    },
    {
        .name = "workers",
        .type = GZ_CONFIG_INTEGER,
        AT(workers),
        .min = 0,
        .max = 256,
        .fallback = "1",
        .help = "Threads that extract. Each is a member of the consumer group "
                "with partitions of its own; more workers than partitions "
                "leave some idle. 0: this process extracts nothing.",
    },
    {
        .name = "input.topic",
        .type = GZ_CONFIG_STRING,
        AT(input.topic),
        .fallback = "news.articles",
        .fault = gz_config_faults_name,
        .help = "Topic to read articles from.",
    },
    {
        .name = "input.group",
        .type = GZ_CONFIG_STRING,
        AT(input.group),
        .fallback = "gazetted",
        .fault = gz_config_faults_group,
        .help = "Consumer group. Processes of one group share the work.",
    },
    {
        .name = "input.start",
        .type = GZ_CONFIG_CHOICE,
        AT(input.start),
        .choices = gz_config_choices_starts,
        .fallback = "earliest",
        .help = "Where to start in a partition in which the group has no "
                "offset yet.",
    },
    {
        .name = "input.format",
        .type = GZ_CONFIG_CHOICE,
        AT(input.format),
        .choices = gz_config_choices_formats,
        .fallback = "json",
        .help = "What an article is: a JSON object, or plain text that is all "
                "body.",
    },
    {
        .name = "input.limit",
        .type = GZ_CONFIG_SIZE,
        AT(input.limit_bytes),
        .min = 1024,
        .max = 64 << 20,
        .fallback = "1MiB",
        .help = "Largest article; a larger one becomes a dead letter.",
    },
    {
        .name = "input.depth",
        .type = GZ_CONFIG_INTEGER,
        AT(input.depth),
        .min = 1,
        .max = 512,
        .fallback = "64",
        .help = "Deepest nesting of objects and arrays in a JSON article; a "
                "deeper one becomes a dead letter.",
    },
    {
        .name = "input.memory",
        .type = GZ_CONFIG_SIZE,
        AT(input.memory_bytes),
        .min = 1 << 20,
        .max = 1 << 30,
        .fallback = "16MiB",
        .help = "Memory that one article may take while it is worked on, for "
                "each worker. One that needs more is read in part and marked "
                "truncated; one that cannot be decoded is a dead letter.",
    },
    {
        .name = "input.fields.id",
        FIELD(GZ_ARTICLE_ID),
        .example = "/id",
        .help = "Identity of the article, a string or a number. Without one "
                "the article is named by the hash of its content.",
    },
    {
        .name = "input.fields.title",
        FIELD(GZ_ARTICLE_TITLE),
        .example = "/headline",
        .help = "Title.",
    },
    {
        .name = "input.fields.body",
        FIELD(GZ_ARTICLE_BODY),
        .example = "[/body, /content/text]",
        .help = "Text of the article. Must be there; empty if a title is all.",
    },
    {
        .name = "input.fields.url",
        FIELD(GZ_ARTICLE_URL),
        .example = "/link",
        .help = "Where the article was published.",
    },
    {
        .name = "input.fields.language",
        FIELD(GZ_ARTICLE_LANGUAGE),
        .example = "/lang",
        .help = "Language, as in BCP 47.",
    },
    {
        .name = "input.fields.source",
        FIELD(GZ_ARTICLE_SOURCE),
        .example = "/publisher/name",
        .help = "Who published it.",
    },
    {
        .name = "input.fields.published",
        FIELD(GZ_ARTICLE_PUBLISHED),
        .example = "/date",
        .help = "When it was published.",
    },
    {
        .name = "input.fields.status",
        FIELD(GZ_ARTICLE_STATUS),
        .example = "/status",
        .help = "Whether it is new, corrected or retracted.",
    },
    {
        .name = "input.fields.version",
        FIELD(GZ_ARTICLE_VERSION),
        .example = "/version",
        .help = "Version of the article.",
    },
    {
        .name = "output.topic",
        .type = GZ_CONFIG_STRING,
        AT(output.topic),
        .fallback = "news.entities",
        .fault = gz_config_faults_name,
        .help = "Topic for entity events, keyed by entity id.",
    },
    {
        .name = "output.limit",
        .type = GZ_CONFIG_SIZE,
        AT(output.limit_bytes),
        .min = 10 << 10,
        .max = 64 << 20,
        .fallback = "900KiB",
        .help = "Largest event. The topic must take it, and so must "
                "message.max.bytes under kafka.",
    },
    {
        .name = "dead_letter.topic",
        .type = GZ_CONFIG_STRING,
        AT(dead_letter.topic),
        .fallback = "news.articles.dead",
        .fault = gz_config_faults_name,
        .help = "Topic for input that could not be read, unchanged, with "
                "headers that say why.",
    },
    {
        .name = "dead_letter.headers",
        .type = GZ_CONFIG_CHOICE,
        AT(dead_letter.headers),
        .choices = gz_config_choices_header_styles,
        .fallback = "gazetted",
        .help = "Names of those headers: our own, or those of Kafka Connect "
                "or of Spring, so that their replay tools work.",
    },
    {
        .name = "delivery",
        .type = GZ_CONFIG_CHOICE,
        AT(delivery),
        .choices = gz_config_choices_deliveries,
        .fallback = "exactly-once",
        .help = "What readers are promised. Exactly once: events, dead "
                "letters and offsets are committed together in "
                "transactions, so readers with isolation.level "
                "read_committed see each event once, whatever crashes; "
                "Kafka 2.5 or newer is needed. At least once: an offset is "
                "committed only behind events that Kafka has acknowledged, "
                "which readers see at once; after a crash some come twice, "
                "with the same event id.",
    },
    {
        .name = "commit_interval",
        .type = GZ_CONFIG_DURATION,
        AT(commit_interval_ms),
        .min = 10,
        .max = 60000,
        .fallback = "100ms",
        .help = "How often is committed: work repeated after a crash and, with "
                "exactly-once delivery, how long events wait for readers, a "
                "tenth of it after a pause. transaction.timeout.ms under kafka "
                "is longer by 8 s, and must not be shorter than that.",
    },
    {
        .name = "membership",
        .type = GZ_CONFIG_CHOICE,
        AT(membership),
        .choices = gz_config_choices_memberships,
        .fallback = "static",
        .help = "Static: a worker that restarts gets its partitions back "
                "without a rebalance, and they wait for it. Dynamic: its "
                "partitions go to others at once.",
    },
    {
        .name = "drain_timeout",
        .type = GZ_CONFIG_DURATION,
        AT(drain_timeout_ms),
        .min = 100,
        .max = 300000,
        .fallback = "10s",
        .help = "How long a stop waits for events that are on their way.",
    },
    {
        .name = "rules.packs",
        .type = GZ_CONFIG_LIST,
        AT(rules.packs),
        .fallback = "default, core-en, business-en, politics-en",
        .help =
            "Packs to load. A name stands for a pack that comes with the "
            "program: default has all its name lists, the others are rules; "
            "with a slash it is the path of an image (.gzt), a name list "
            "(.tsv) or a pack folder. They come in order: what one "
            "removes goes from those before it, and its rules may change "
            "theirs.",
    },
    {
        .name = "alerts.workers",
        .type = GZ_CONFIG_INTEGER,
        AT(alerts.workers),
        .min = 0,
        .max = 256,
        .fallback = "0",
        .help = "Threads that make alerts of the entity events in "
                "output.topic. 0: this process makes none.",
    },
    {
        .name = "alerts.subscriptions",
        .type = GZ_CONFIG_LIST,
        AT(alerts.subscriptions),
        .fallback_words = "none",
        .example = "[/etc/gazetted/subscriptions.yaml]",
        .help = "Files of subscriptions.",
    },
    {
        .name = "alerts.subscriptions_topic",
        .type = GZ_CONFIG_STRING,
        AT(alerts.subscriptions_topic),
        .fallback = "news.subscriptions",
        .fault = gz_config_faults_name,
        .help = "Topic of subscriptions that are changed while the daemon "
                "runs: compacted, with one partition. One of a file wins over "
                "one of the same id here. \"off\": there is none.",
    },
    {
        .name = "alerts.topic",
        .type = GZ_CONFIG_STRING,
        AT(alerts.topic),
        .fallback = "news.alerts",
        .fault = gz_config_faults_name,
        .help = "Topic for alerts, keyed by subscription.",
    },
    {
        .name = "alerts.state",
        .type = GZ_CONFIG_STRING,
        AT(alerts.state),
        .fallback = "news.alerts.state",
        .fault = gz_config_faults_name,
        .help = "Topic for what alerts remember: compacted, with as many "
                "partitions as output.topic.",
    },
    {
        .name = "alerts.group",
        .type = GZ_CONFIG_STRING,
        AT(alerts.group),
        .fallback = "gazetted-alerts",
        .fault = gz_config_faults_group,
        .help = "Consumer group of those that make alerts.",
    },
    {
        .name = "alerts.max_age",
        .type = GZ_CONFIG_DURATION,
        AT(alerts.max_age_ms),
        .min = 60000,
        .max = INT64_C(366) * 86400 * 1000,
        .fallback = "24h",
        .help = "Entity events of articles that came earlier raise no alert, "
                "so that a back-fill is silent.",
    },
    {
        .name = "alerts.receivers",
        .type = GZ_CONFIG_STRING,
        AT(alerts.receivers),
        .fallback = "off",
        .help = "File that says who is told of alerts, webhooks and programs: "
                "see gazetted-receivers(5). \"off\": nobody is. Each is a "
                "consumer group of its own on alerts.topic, INPUT.GROUP.notify."
                "RECEIVER.",
    },
    {
        .name = "alerts.undelivered",
        .type = GZ_CONFIG_STRING,
        AT(alerts.undelivered),
        .fallback = "news.alerts.undelivered",
        .fault = gz_config_faults_name,
        .help = "Topic for alerts that a receiver did not take, with headers "
                "that say which and why.",
    },
    {
        .name = "http.listen",
        .type = GZ_CONFIG_ADDRESS,
        AT(http.listen),
        .fallback = "127.0.0.1:9844",
        .help = "Address and port of /livez, /readyz, /metrics and the API "
                "under /v1, on the loopback interface; unix: and a path for a "
                "unix socket, as in unix:/run/gazetted/http.sock; \"off\" for "
                "none, port 0 for any that is free. Addresses that other "
                "machines can reach need http.tokens.",
    },
    {
        .name = "http.tokens",
        .type = GZ_CONFIG_STRING,
        AT(http.tokens),
        .fallback_words = "none",
        .example = "http.tokens",
        .help = "File of tokens that requests must carry, as an absolute path "
                "or as the name of a systemd credential, not readable by "
                "everybody. Each line is a scope, read or change, a blank, "
                "and a token of at least 16 characters. /livez and /readyz "
                "need none, and nothing does on a unix socket.",
    },
    {
        .name = "http.hosts",
        .type = GZ_CONFIG_LIST,
        AT(http.hosts),
        .fallback_words = "none",
        .example = "news.example",
        .help = "Names under which this machine may be asked, beside its "
                "addresses and localhost. Requests for other names are "
                "refused: a page in a browser could send them.",
    },
    {
        .name = "http.origins",
        .type = GZ_CONFIG_LIST,
        AT(http.origins),
        .fallback_words = "none",
        .example = "https://desk.example",
        .help = "Origins whose pages may use the API from a browser (CORS).",
    },
    {
        .name = "http.connections",
        .type = GZ_CONFIG_INTEGER,
        AT(http.connections),
        .min = 16,
        .max = 60000,
        .fallback = "16384",
        .help = "Connections at one time. Three quarters may be streams, an "
                "eighth may have sent only part of their request.",
    },
    {
        .name = "http.connections_per_address",
        .type = GZ_CONFIG_INTEGER,
        AT(http.connections_per_address),
        .min = 1,
        .max = 60000,
        .fallback = "4096",
        .help = "Connections at one time from one address.",
    },
    {
        .name = "http.request_timeout",
        .type = GZ_CONFIG_DURATION,
        AT(http.request_timeout_ms),
        .min = 100,
        .max = 300000,
        .fallback = "10s",
        .help = "How long a request and its answer may take; streams have no "
                "end.",
    },
    {
        .name = "log.level",
        .type = GZ_CONFIG_CHOICE,
        AT(log.level),
        .choices = gz_config_choices_log_levels,
        .fallback = "info",
        .help = "Least serious message that is logged.",
    },
    {
        .name = "log.format",
        .type = GZ_CONFIG_CHOICE,
        AT(log.format),
        .choices = gz_config_choices_log_formats,
        .fallback = "text",
        .help = "Form of messages on standard error. Where that is the "
                "journal, text becomes entries with fields.",
    },
    {
        .name = "insecure",
        .type = GZ_CONFIG_BOOL,
        AT(insecure),
        .fallback = "false",
        .help = "Allow properties under kafka that leave certificates or host "
                "names unchecked.",
    },
    {
        .name = "kafka",
        .type = GZ_CONFIG_MAP,
        AT(kafka),
        .example = "\n  bootstrap.servers: localhost:9092\n"
                   "  #security.protocol: SASL_SSL\n"
                   "  #sasl.mechanism: SCRAM-SHA-512\n"
                   "  #sasl.username: gazetted",
        .help = "Properties of librdkafka, passed on as they stand; "
                "bootstrap.servers is needed to run. Properties that the "
                "daemon sets itself are refused, and so are secrets.",
    },
    {
        .name = "kafka_secrets",
        .type = GZ_CONFIG_MAP,
        AT(kafka_secrets),
        .example = "\n  #sasl.password: kafka.password",
        .help = "Properties of librdkafka that are secret: for each the file "
                "that holds it, as an absolute path or as the name of a "
                "systemd credential. One newline at its end is ignored; it "
                "must not be readable by everybody.",
    },
};
const size_t gz_config_key_count = COUNT(gz_config_keys);
