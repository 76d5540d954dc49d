#include "daemon/config/config_choices.h"

#include <stddef.h>

#include "daemon/config/config.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const char *const gz_config_choices_starts[] = {
    [GZ_CONFIG_EARLIEST] = "earliest",
    [GZ_CONFIG_LATEST] = "latest",
    NULL,
};

const char *const gz_config_choices_formats[] = {
    [GZ_ARTICLE_JSON] = "json",
    [GZ_ARTICLE_TEXT] = "text",
    NULL,
};
_Static_assert(COUNT(gz_config_choices_formats) == GZ_ARTICLE_FORMAT_COUNT + 1,
               "every article format can be configured");

const char *const gz_config_choices_header_styles[] = {
    [GZ_DEAD_LETTER_GAZETTED] = "gazetted",
    [GZ_DEAD_LETTER_CONNECT] = "connect",
    [GZ_DEAD_LETTER_SPRING] = "spring",
    NULL,
};
_Static_assert(COUNT(gz_config_choices_header_styles) ==
                   GZ_DEAD_LETTER_STYLE_COUNT + 1,
               "every style of headers can be configured");

const char *const gz_config_choices_deliveries[] = {
    [GZ_CONFIG_EXACTLY_ONCE] = "exactly-once",
    [GZ_CONFIG_AT_LEAST_ONCE] = "at-least-once",
    NULL,
};

const char *const gz_config_choices_memberships[] = {
    [GZ_CONFIG_STATIC] = "static",
    [GZ_CONFIG_DYNAMIC] = "dynamic",
    NULL,
};

const char *const gz_config_choices_log_levels[] = {
    [GZ_CONFIG_LOG_ERROR] = "error",
    [GZ_CONFIG_LOG_WARNING] = "warning",
    [GZ_CONFIG_LOG_INFO] = "info",
    [GZ_CONFIG_LOG_DEBUG] = "debug",
    NULL,
};

const char *const gz_config_choices_log_formats[] = {
    [GZ_CONFIG_LOG_TEXT] = "text",
    [GZ_CONFIG_LOG_JSON] = "json",
    NULL,
};
