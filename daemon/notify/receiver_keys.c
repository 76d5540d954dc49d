#include "daemon/notify/receiver_keys.h"

#include "daemon/notify/receiver_setup.h"

#define AT(field) .offset_bytes = offsetof(struct gz_receiver_setup, field)
#define WEBHOOK .types = GZ_RECEIVER_OF_WEBHOOK
#define EXEC .types = GZ_RECEIVER_OF_EXEC
#define BOTH .types = GZ_RECEIVER_OF_BOTH

enum { ADDRESSES = 32, WORDS = 64, DAY_MS = 86400000 };

static const char *const types[] = {
    [GZ_RECEIVER_WEBHOOK] = "webhook",
    [GZ_RECEIVER_EXEC] = "exec",
    NULL,
};

static const char *const formats[] = {
    [GZ_RECEIVER_JSON] = "json",
    [GZ_RECEIVER_SLACK] = "slack",
    [GZ_RECEIVER_TEXT] = "text",
    [GZ_RECEIVER_MAIL] = "mail",
    NULL,
};

#define TEXT(key, field, of)                                                   \
    {                                                                          \
        .name = (key), .type = GZ_CONFIG_STRING, AT(field), of                 \
    }
#define FLAG(key, field, of)                                                   \
    {                                                                          \
        .name = (key), .type = GZ_CONFIG_BOOL, AT(field), of                   \
    }
#define LIST(key, field, most, of)                                             \
    {                                                                          \
        .name = (key), .type = GZ_CONFIG_LIST, AT(field), .max = (most), of    \
    }
#define NUMBER(key, kind, field, least, most, of)                              \
    {                                                                          \
        .name = (key), .type = (kind), AT(field), .min = (least),              \
        .max = (most), of                                                      \
    }
#define CHOICE(key, field, names, of)                                          \
    {                                                                          \
        .name = (key), .type = GZ_CONFIG_CHOICE, AT(field),                    \
        .choices = (names), of                                                 \
    }

const struct gz_receiver_key gz_receiver_keys[] = {
    CHOICE("type", type, types, BOTH),
    CHOICE("format", format, formats, BOTH),
    TEXT("url", url, WEBHOOK),
    TEXT("url_file", url_file, WEBHOOK),
    LIST("secrets", secret_files, GZ_RECEIVER_SECRETS_MAX, WEBHOOK),
    FLAG("unsigned", is_unsigned, WEBHOOK),
    LIST("allow", allow_texts, GZ_RECEIVER_ALLOW_MAX, WEBHOOK),
    FLAG("http", http, WEBHOOK),
    FLAG("insecure", insecure, WEBHOOK),
    TEXT("ca_file", ca_file, WEBHOOK),
    LIST("command", command, WORDS, EXEC),
    TEXT("from", from, EXEC),
    LIST("to", to, ADDRESSES, EXEC),
    NUMBER("timeout", GZ_CONFIG_DURATION, timeout_ms, 100, 300000, BOTH),
    NUMBER("concurrency", GZ_CONFIG_INTEGER, concurrency, 1, 64, BOTH),
    LIST("retries", retry_texts, GZ_RETRY_PLAN_MAX, BOTH),
    NUMBER("breaker_failures", GZ_CONFIG_INTEGER, breaker_failures, 1, 1000,
           BOTH),
    NUMBER("breaker_pause", GZ_CONFIG_DURATION, breaker_pause_ms, 10, DAY_MS,
           BOTH),
};
const size_t gz_receiver_key_count =
    sizeof(gz_receiver_keys) / sizeof(gz_receiver_keys[0]);
