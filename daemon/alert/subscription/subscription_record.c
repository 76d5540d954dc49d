#include "daemon/alert/subscription/subscription_record.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/alert/subscription/subscription_read.h"

enum { NAME_BYTES = 300, KEY_SHOWN_BYTES = 64 };

static enum gz_status check_record(const struct gz_record *record,
                                   const char *name, struct gz_error *err)
{
    if (record->key.ptr == NULL || record->key.len_bytes == 0) {
        (void)gz_error_set(err, GZ_INVALID,
                           "%s: the record has no key, which is the "
                           "subscription's id",
                           name);
        return GZ_INVALID;
    }
    if (record->value.len_bytes > GZ_SUBSCRIPTION_RECORD_BYTES) {
        return gz_error_set(err, GZ_LIMIT,
                            "%s: a subscription of %zu bytes, at most %zu are "
                            "allowed",
                            name, record->value.len_bytes,
                            GZ_SUBSCRIPTION_RECORD_BYTES);
    }
    return GZ_OK;
}

static enum gz_status check_id(const struct gz_record *record,
                               const struct gz_subscription *s,
                               const char *name, struct gz_error *err)
{
    const struct gz_str id = gz_subscription_id(s);
    struct gz_str key = record->key;

    if (gz_str_eq(id, key)) {
        return GZ_OK;
    }
    const bool cut = key.len_bytes > KEY_SHOWN_BYTES;
    key.len_bytes = cut ? KEY_SHOWN_BYTES : key.len_bytes;
    return gz_error_set(err, GZ_MISMATCH,
                        "%s: the key is \"" GZ_STR_FMT
                        "%s\" and the id in the value \"" GZ_STR_FMT
                        "\": they must be the same",
                        name, GZ_STR_ARG(key), cut ? "..." : "",
                        GZ_STR_ARG(id));
}

// As it is in force, whatever its value says of that.
static enum gz_status date(const struct gz_record *record, const char *name,
                           const struct gz_subscription *said,
                           struct gz_subscription **out, struct gz_error *err)
{
    const int64_t since_ms =
        record->timestamp_ms > 0 ? record->timestamp_ms : 0;

    *out = gz_subscription_with(said, (uint64_t)record->offset + 1, since_ms);
    return *out != NULL
               ? GZ_OK
               : gz_error_set(err, GZ_NO_MEMORY, "%s: no memory for it", name);
}

enum gz_status gz_subscription_record_read(const struct gz_record *record,
                                           struct gz_subscription **out,
                                           struct gz_error *err)
{
    struct gz_subscription *said = NULL;
    char name[NAME_BYTES];

    *out = NULL;
    snprintf(name, sizeof(name), GZ_STR_FMT " at offset %" PRId64,
             GZ_STR_ARG(record->topic), record->offset);
    enum gz_status st = check_record(record, name, err);
    if (st == GZ_OK) {
        st = gz_subscription_read_json(record->value, name, NULL, &said, err);
    }
    if (st == GZ_OK) {
        st = check_id(record, said, name, err);
    }
    if (st == GZ_OK) {
        st = date(record, name, said, out, err);
    }
    gz_subscription_unref(said);
    return st;
}
