#include "daemon/config/config_faults.h"

#include <stdbool.h>

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' ||
           byte == '-';
}

const char *gz_config_faults_name(struct gz_str text)
{
    for (size_t i = 0; i < text.len_bytes; i++) {
        if (!is_name_byte(text.ptr[i])) {
            return "allowed are letters, digits, \".\", \"_\" and \"-\"";
        }
    }
    if (text.len_bytes > 200) {
        return "which is longer than 200 characters";
    }
    return gz_str_is(text, ".") || gz_str_is(text, "..")
               ? "which Kafka does not allow"
               : NULL;
}

const char *gz_config_faults_group(struct gz_str text)
{
    return text.len_bytes > 200 ? "which is longer than 200 bytes" : NULL;
}

const char *gz_config_faults_pointer(struct gz_str text)
{
    if (text.len_bytes > 0 && text.ptr[0] != '/') {
        return "a JSON pointer starts with \"/\", as in /article/body";
    }
    for (size_t i = 0; i < text.len_bytes; i++) {
        const bool last = i + 1 == text.len_bytes;
        if (text.ptr[i] == '~' &&
            (last || (text.ptr[i + 1] != '0' && text.ptr[i + 1] != '1'))) {
            return "in a JSON pointer \"~\" is written ~0";
        }
    }
    return NULL;
}
