// Values of alerts and articles in examples.

#include "daemon/alert/alert_example_values.h"

#include "codecs/alert_symbol.h"
#include "daemon/base/name_hint.h"
#include "daemon/flow/article_status.h"

enum { NAMES_MAX = 16 };

static void check_symbol(struct gz_subscription_reader *r,
                         const struct gz_yaml_node *node,
                         enum gz_alert_enum which)
{
    const uint32_t count = gz_alert_symbol_count(which) - 1;  // not "unknown"
    const char *names[NAMES_MAX];
    uint32_t ignored = 0;
    for (uint32_t i = 0; i < count && i < NAMES_MAX; i++) {
        names[i] = gz_alert_symbol_name(which, i);
    }
    (void)gz_subscription_values_choice(r, node, names, count, &ignored);
}

static void check_count(struct gz_subscription_reader *r,
                        const struct gz_yaml_node *node)
{
    int64_t ignored = 0;
    (void)gz_subscription_values_count(r, node, 0, UINT32_MAX, &ignored);
}

static void check_bool(struct gz_subscription_reader *r,
                       const struct gz_yaml_node *node)
{
    bool ignored = false;
    (void)gz_subscription_values_bool(r, node, &ignored);
}

void gz_alert_example_values_check(struct gz_subscription_reader *r,
                                   enum gz_alert_example_key key,
                                   const struct gz_yaml_node *node)
{
    switch (key) {
    case GZ_ALERT_EXAMPLE_STATE:
        check_symbol(r, node, GZ_ALERT_ENUM_STATE);
        break;
    case GZ_ALERT_EXAMPLE_HISTORY:
        check_symbol(r, node, GZ_ALERT_ENUM_HISTORY);
        break;
    case GZ_ALERT_EXAMPLE_SEVERITY:
        check_symbol(r, node, GZ_ALERT_ENUM_SEVERITY);
        break;
    case GZ_ALERT_EXAMPLE_CONFIRMED:
        check_bool(r, node);
        break;
    case GZ_ALERT_EXAMPLE_STORIES:
    case GZ_ALERT_EXAMPLE_COPIES:
    case GZ_ALERT_EXAMPLE_SOURCES:
    case GZ_ALERT_EXAMPLE_INDEPENDENT:
    case GZ_ALERT_EXAMPLE_REPEATS:
    case GZ_ALERT_EXAMPLE_EVIDENCE:
        check_count(r, node);
        break;
    default:
        break;
    }
}

void gz_alert_example_values_check_field(struct gz_subscription_reader *r,
                                         enum gz_alert_example_field field,
                                         const struct gz_yaml_node *node)
{
    const char *words[NAMES_MAX];
    size_t count = 0;
    enum gz_event_status ignored = GZ_EVENT_PUBLISHED;
    struct gz_buffer hint;
    if (field != GZ_ALERT_EXAMPLE_STATUS ||
        gz_article_status_read(node->text, &ignored)) {
        return;
    }
    while (count < NAMES_MAX && gz_article_status_word(count) != NULL) {
        words[count] = gz_article_status_word(count);
        count++;
    }
    gz_buffer_init(&hint, 0);
    gz_name_hint(&hint, node->text, words, count);
    gz_subscription_values_unknown(r, node, "unknown status", node->text,
                                   &hint);
}
