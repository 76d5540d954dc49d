#include "daemon/http/change_condition.h"

#include "daemon/base/str.h"

static enum gz_status read_match(struct gz_str text,
                                 struct gz_change_condition *out,
                                 struct gz_error *err)
{
    int64_t version = 0;

    if (gz_str_is(text, "*")) {
        out->kind = GZ_CHANGE_ANY;
        return GZ_OK;
    }
    // The sign and the blanks that a number may have are none of ours.
    if (text.len_bytes < 3 || text.ptr[0] != '"' || text.ptr[1] < '0' ||
        text.ptr[1] > '9' || text.ptr[text.len_bytes - 1] != '"' ||
        !gz_str_to_int64(gz_str_of(text.ptr + 1, text.len_bytes - 2),
                         &version)) {
        return gz_error_set(err, GZ_INVALID,
                            "If-Match holds neither * nor one version in "
                            "quotes, such as \"7\"");
    }
    out->kind = GZ_CHANGE_VERSION;
    out->version = (uint64_t)version;
    return GZ_OK;
}

enum gz_status gz_change_condition_read(const char *if_match,
                                        const char *if_none_match,
                                        struct gz_change_condition *out,
                                        struct gz_error *err)
{
    *out = (struct gz_change_condition){.kind = GZ_CHANGE_UNSAID};
    if (if_match != NULL && if_none_match != NULL) {
        return gz_error_set(err, GZ_INVALID,
                            "If-Match and If-None-Match exclude each other");
    }
    if (if_match != NULL) {
        return read_match(gz_str_trim(gz_str_z(if_match)), out, err);
    }
    if (if_none_match == NULL) {
        return GZ_OK;
    }
    if (!gz_str_is(gz_str_trim(gz_str_z(if_none_match)), "*")) {
        return gz_error_set(err, GZ_INVALID,
                            "If-None-Match holds something else than *");
    }
    out->kind = GZ_CHANGE_NONE;
    return GZ_OK;
}
