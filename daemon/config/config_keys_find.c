// The sections of the file, and looking up rows of both tables.

#include "daemon/config/config_keys.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct gz_config_section gz_config_sections[] = {
    {"input", "Where articles come from and how they are read."},
    {"input.fields",
     "Where a JSON article keeps its parts: JSON pointers, tried in order."},
    {"output", "Where entity events go."},
    {"dead_letter", "Where input goes that is no article."},
    {"rules", "What is looked for."},
    {"alerts", "Who is told what."},
    {"http", "Health, metrics and the API."},
    {"log", "What is logged, and how."},
};
const size_t gz_config_section_count = COUNT(gz_config_sections);

const struct gz_config_key *gz_config_keys_find(struct gz_str name)
{
    for (size_t i = 0; i < gz_config_key_count; i++) {
        if (gz_str_is(name, gz_config_keys[i].name)) {
            return &gz_config_keys[i];
        }
    }
    return NULL;
}

const struct gz_config_section *gz_config_keys_section(struct gz_str name)
{
    for (size_t i = 0; i < gz_config_section_count; i++) {
        if (gz_str_is(name, gz_config_sections[i].name)) {
            return &gz_config_sections[i];
        }
    }
    return NULL;
}

static const char *const type_names[] = {
    [GZ_CONFIG_STRING] = "text",        [GZ_CONFIG_BOOL] = "true or false",
    [GZ_CONFIG_INTEGER] = "number",     [GZ_CONFIG_DURATION] = "duration",
    [GZ_CONFIG_SIZE] = "size",          [GZ_CONFIG_CHOICE] = "choice",
    [GZ_CONFIG_LIST] = "list of texts", [GZ_CONFIG_ADDRESS] = "address:port",
    [GZ_CONFIG_MAP] = "mapping",
};
_Static_assert(COUNT(type_names) == GZ_CONFIG_TYPE_COUNT,
               "every type has a name");

const char *gz_config_keys_type_name(enum gz_config_type type)
{
    return type_names[type];
}
