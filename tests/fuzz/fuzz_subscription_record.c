// Any bytes as records of the topic of subscriptions, among them some of a
// file.  What is refused is counted and takes away what stood under its key;
// what is accepted is found, under its key and with its version.

#include <stdlib.h>

#include "daemon/alert/subscription/subscription_read.h"
#include "daemon/alert/subscription/subscription_store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

static const struct gz_subscription *find(struct gz_subscription_index *ix,
                                          struct gz_str id, uint64_t *version)
{
    struct gz_subscription_view view;
    const struct gz_subscription *s = gz_subscription_index_find(ix, id);

    *version = 0;
    if (s != NULL) {
        gz_subscription_look(s, &view);
        *version = view.version;
    }
    return s;
}

static void check(const struct gz_subscription_store *store,
                  const struct gz_record *record, enum gz_status st,
                  enum gz_subscription_deed deed)
{
    struct gz_subscription_index *ix = gz_subscription_store_copy(store);
    const struct gz_subscription_counts counts =
        gz_subscription_store_counts(store);
    uint64_t version = 0;

    require(ix != NULL);
    require(gz_subscription_index_count(ix) ==
            counts.of_files + counts.of_topic);
    const struct gz_subscription *s = find(ix, record->key, &version);
    if (st == GZ_OK && deed == GZ_SUBSCRIPTION_IN_FORCE) {
        require(version == (uint64_t)record->offset + 1);
    } else {
        require(s == NULL || version == 0);
    }
    gz_subscription_index_free(ix);
}

static void apply(struct gz_subscription_store *store,
                  const struct gz_record *record)
{
    const uint64_t before = gz_subscription_store_counts(store).refused;
    enum gz_subscription_deed deed = GZ_SUBSCRIPTION_NOTHING;
    struct gz_error err;

    gz_error_init(&err);
    const enum gz_status st =
        gz_subscription_store_apply(store, record, &deed, &err);
    require((st == GZ_OK) == (err.count == 0));
    require(gz_subscription_store_counts(store).refused ==
            before + (st == GZ_OK ? 0 : 1));
    check(store, record, st, deed);
    gz_error_fini(&err);
}

// One that a file has, so that records meet it.
static void add_file(struct gz_subscription_store *store)
{
    static const char json[] = "{\"id\":\"f\",\"when\":\"fact\"}";
    struct gz_subscription_index *ix = gz_subscription_index_new();
    struct gz_subscription *s = NULL;

    require(ix != NULL);
    require(gz_subscription_read_json(gz_str_z(json), "file", NULL, &s, NULL) ==
            GZ_OK);
    require(gz_subscription_index_put(ix, s) == GZ_OK);
    gz_subscription_unref(s);
    require(gz_subscription_store_files(store, ix, NULL, NULL) == GZ_OK);
}

// Lines: a key up to the first tab, then the value, where there is a tab.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gz_subscription_store *store = gz_subscription_store_new();
    struct gz_str rest = {(const char *)data, size};

    require(store != NULL);
    add_file(store);
    for (int64_t offset = 0; rest.len_bytes > 0; offset++) {
        struct gz_str value = gz_str_cut(&rest, '\n');
        const struct gz_str key = gz_str_cut(&value, '\t');
        const struct gz_record record = {
            .topic = GZ_STR_LIT("fuzz"),
            .offset = offset,
            .timestamp_ms = offset - 1,
            .key = key,
            .value = value,  // NULL where there is no tab
        };
        apply(store, &record);
    }
    require(gz_subscription_store_forget(store));
    require(gz_subscription_store_counts(store).of_topic == 0);
    gz_subscription_store_free(store);
    return 0;
}
