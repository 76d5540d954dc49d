#include "daemon/alert/subscription/subscription_store.h"

#include <stdlib.h>

#include "daemon/alert/subscription/subscription_gathering.h"
#include "daemon/alert/subscription/subscription_record.h"

// One trie holds what is in force.  Those of files are known beside it, to be
// told apart, and those that they hide are put aside: what stands in the topic
// is then in memory once, and a change of it is one change.
struct gz_subscription_store {
    struct gz_subscription_index *all;           // in force
    struct gz_subscription_index *files;         // of which all are in `all`
    struct gz_subscription_index *hidden;        // of the topic
    struct gz_subscription_gathering *gathered;  // of the topic; NULL: settled
    uint64_t refused;
};

struct gz_subscription_store *gz_subscription_store_new(void)
{
    struct gz_subscription_store *store = calloc(1, sizeof(*store));
    if (store == NULL) {
        return NULL;
    }
    store->all = gz_subscription_index_new();
    store->files = gz_subscription_index_new();
    store->hidden = gz_subscription_index_new();
    if (store->all == NULL || store->files == NULL || store->hidden == NULL) {
        gz_subscription_store_free(store);
        return NULL;
    }
    return store;
}

void gz_subscription_store_free(struct gz_subscription_store *store)
{
    if (store != NULL) {
        gz_subscription_index_free(store->all);
        gz_subscription_index_free(store->files);
        gz_subscription_index_free(store->hidden);
        gz_subscription_gathering_free(store->gathered);
        free(store);
    }
}

struct gz_subscription_index *
gz_subscription_store_copy(const struct gz_subscription_store *store)
{
    return gz_subscription_index_copy(store->all);
}

static bool of_topic(const struct gz_subscription *s)
{
    struct gz_subscription_view view;
    gz_subscription_look(s, &view);
    return view.version != 0;
}

// --- those of files ---

// The store that is to be; taken over when all of it could be made.
struct making {
    const struct gz_subscription_store *old;
    struct gz_subscription_index *all;
    struct gz_subscription_index *files;
    struct gz_subscription_index *hidden;
    gz_subscription_fn *on_hidden;
    void *ctx;
    enum gz_status status;
};

static bool keep_on(struct making *m, enum gz_status st)
{
    m->status = m->status == GZ_OK ? st : m->status;
    return m->status == GZ_OK;
}

// A file may say a version, which means nothing there.
static bool take_file(void *ctx, struct gz_subscription *s)
{
    struct making *m = ctx;
    struct gz_subscription_view view;

    gz_subscription_look(s, &view);
    if (view.version == 0) {
        return true;
    }
    struct gz_subscription *plain = gz_subscription_with(s, 0, view.since_ms);
    const enum gz_status st = plain != NULL
                                  ? gz_subscription_index_put(m->files, plain)
                                  : GZ_NO_MEMORY;
    gz_subscription_unref(plain);
    return keep_on(m, st);
}

// Those of the topic into a copy of those of files.
static bool add_of_topic(void *ctx, struct gz_subscription *s)
{
    struct making *m = ctx;

    if (!of_topic(s)) {
        return true;
    }
    const bool hides =
        gz_subscription_index_find(m->files, gz_subscription_id(s)) != NULL;
    return keep_on(m, gz_subscription_index_put(hides ? m->hidden : m->all, s));
}

static bool drop_of_file(void *ctx, struct gz_subscription *s)
{
    struct making *m = ctx;
    const struct gz_str id = gz_subscription_id(s);

    if (gz_subscription_index_find(m->files, id) != NULL) {
        return true;
    }
    struct gz_subscription *behind =
        gz_subscription_index_find(m->old->hidden, id);
    if (behind == NULL) {
        return keep_on(m, gz_subscription_index_remove(m->all, id));
    }
    return keep_on(m, gz_subscription_index_put(m->all, behind)) &&
           keep_on(m, gz_subscription_index_remove(m->hidden, id));
}

static bool add_of_file(void *ctx, struct gz_subscription *s)
{
    struct making *m = ctx;
    struct gz_subscription *there =
        gz_subscription_index_find(m->all, gz_subscription_id(s));

    if (there != NULL && of_topic(there) &&
        !keep_on(m, gz_subscription_index_put(m->hidden, there))) {
        return false;
    }
    return keep_on(m, gz_subscription_index_put(m->all, s));
}

// The way that touches fewer of them.
static void make_all(struct making *m)
{
    const struct gz_subscription_store *old = m->old;
    const struct gz_subscription_counts counts =
        gz_subscription_store_counts(old);
    const bool from_files =
        counts.of_topic + counts.hidden <=
        counts.of_files + gz_subscription_index_count(m->files);

    m->all = gz_subscription_index_copy(from_files ? m->files : old->all);
    m->hidden = from_files ? gz_subscription_index_new()
                           : gz_subscription_index_copy(old->hidden);
    if (m->all == NULL || m->hidden == NULL) {
        m->status = GZ_NO_MEMORY;
    } else if (from_files && counts.of_topic + counts.hidden > 0) {
        gz_subscription_index_each(old->all, gz_str_z(""), add_of_topic, m);
        gz_subscription_index_each(old->hidden, gz_str_z(""), add_of_topic, m);
    } else if (!from_files) {
        gz_subscription_index_each(old->files, gz_str_z(""), drop_of_file, m);
        gz_subscription_index_each(m->files, gz_str_z(""), add_of_file, m);
    }
}

// One of the topic, if it is hidden now and was not.
static bool tell_hidden(void *ctx, struct gz_subscription *s)
{
    struct making *m = ctx;
    const struct gz_str id = gz_subscription_id(s);

    return gz_subscription_index_find(m->files, id) == NULL ||
           gz_subscription_index_find(m->old->files, id) != NULL ||
           m->on_hidden(m->ctx, s);
}

static void tell_all_hidden(struct making *m)
{
    gz_subscription_index_each(m->hidden, gz_str_z(""), tell_hidden, m);
    if (m->old->gathered != NULL) {
        gz_subscription_gathering_each(m->old->gathered, tell_hidden, m);
    }
}

static void drop_making(struct making *m)
{
    gz_subscription_index_free(m->all);
    gz_subscription_index_free(m->files);
    gz_subscription_index_free(m->hidden);
}

enum gz_status gz_subscription_store_files(struct gz_subscription_store *store,
                                           struct gz_subscription_index *files,
                                           gz_subscription_fn *on_hidden,
                                           void *ctx)
{
    struct making m = {
        .old = store,
        .files = gz_subscription_index_copy(files),
        .on_hidden = on_hidden,
        .ctx = ctx,
        .status = GZ_OK,
    };

    if (m.files == NULL) {
        m.status = GZ_NO_MEMORY;
    } else {
        gz_subscription_index_each(files, gz_str_z(""), take_file, &m);
    }
    gz_subscription_index_free(files);
    if (m.status == GZ_OK) {
        make_all(&m);
    }
    if (m.status != GZ_OK) {
        drop_making(&m);
        return m.status;
    }
    if (on_hidden != NULL) {
        tell_all_hidden(&m);
    }
    const struct gz_subscription_store old = *store;
    store->all = m.all;
    store->files = m.files;
    store->hidden = m.hidden;
    m = (struct making){
        .all = old.all, .files = old.files, .hidden = old.hidden};
    drop_making(&m);
    return GZ_OK;
}

// --- records of the topic ---

static bool in_file(const struct gz_subscription_store *store, struct gz_str id)
{
    return gz_subscription_index_find(store->files, id) != NULL;
}

// The trie that holds, or would hold, the topic's of that id.
static struct gz_subscription_index *
place_of(const struct gz_subscription_store *store, struct gz_str id)
{
    return in_file(store, id) ? store->hidden : store->all;
}

static enum gz_status remove_id(struct gz_subscription_store *store,
                                struct gz_str id)
{
    if (store->gathered != NULL) {
        gz_subscription_gathering_remove(store->gathered, id);
        return GZ_OK;
    }
    const enum gz_status st =
        gz_subscription_index_remove(place_of(store, id), id);
    return st == GZ_NOT_FOUND ? GZ_OK : st;
}

static enum gz_status refuse(struct gz_subscription_store *store,
                             const struct gz_record *record, enum gz_status why)
{
    if (why == GZ_NO_MEMORY) {
        return why;
    }
    const enum gz_status st =
        record->key.ptr == NULL ? GZ_OK : remove_id(store, record->key);
    if (st != GZ_OK) {
        return st;
    }
    store->refused++;
    return why;
}

static enum gz_status put(struct gz_subscription_store *store,
                          struct gz_subscription *s,
                          enum gz_subscription_deed *deed)
{
    const struct gz_str id = gz_subscription_id(s);
    struct gz_subscription_gathering *g = store->gathered;
    const bool known =
        g != NULL ? gz_subscription_gathering_find(g, id) != NULL
                  : gz_subscription_index_find(store->hidden, id) != NULL;

    *deed = !in_file(store, id) ? GZ_SUBSCRIPTION_IN_FORCE
            : known             ? GZ_SUBSCRIPTION_NOTHING
                                : GZ_SUBSCRIPTION_HIDDEN;
    return g != NULL ? gz_subscription_gathering_put(g, s)
                     : gz_subscription_index_put(place_of(store, id), s);
}

enum gz_status gz_subscription_store_apply(struct gz_subscription_store *store,
                                           const struct gz_record *record,
                                           enum gz_subscription_deed *deed,
                                           struct gz_error *err)
{
    struct gz_subscription *s = NULL;

    *deed = GZ_SUBSCRIPTION_REMOVED;
    if (record->key.ptr != NULL && record->value.ptr == NULL) {
        return remove_id(store, record->key);
    }
    enum gz_status st = gz_subscription_record_read(record, &s, err);
    if (st != GZ_OK) {
        return refuse(store, record, st);
    }
    st = put(store, s, deed);
    gz_subscription_unref(s);
    return st;
}

void gz_subscription_store_gather(struct gz_subscription_store *store)
{
    const struct gz_subscription_counts counts =
        gz_subscription_store_counts(store);

    if (store->gathered == NULL && counts.of_topic + counts.hidden == 0) {
        store->gathered = gz_subscription_gathering_new();
    }
}

// Take over both, in place of what was there or gathered.
static void replace(struct gz_subscription_store *store,
                    struct gz_subscription_index *all,
                    struct gz_subscription_index *hidden)
{
    gz_subscription_index_free(store->all);
    gz_subscription_index_free(store->hidden);
    gz_subscription_gathering_free(store->gathered);
    store->all = all;
    store->hidden = hidden;
    store->gathered = NULL;
}

enum gz_status gz_subscription_store_settle(struct gz_subscription_store *store,
                                            unsigned threads)
{
    struct gz_subscription_index *all;
    struct gz_subscription_index *hidden;

    if (store->gathered == NULL) {
        return GZ_OK;
    }
    const enum gz_status st = gz_subscription_gathering_fill(
        store->gathered, store->files, threads, &all, &hidden);
    if (st == GZ_OK) {
        replace(store, all, hidden);
    }
    return st;
}

bool gz_subscription_store_forget(struct gz_subscription_store *store)
{
    struct gz_subscription_index *all =
        gz_subscription_index_copy(store->files);
    struct gz_subscription_index *hidden = gz_subscription_index_new();

    if (all == NULL || hidden == NULL) {
        gz_subscription_index_free(all);
        gz_subscription_index_free(hidden);
        return false;
    }
    replace(store, all, hidden);
    return true;
}

// --- questions ---

enum gz_keeping
gz_subscription_store_judge(const struct gz_subscription_store *store,
                            struct gz_str id, bool removing, uint64_t expected,
                            uint64_t *version)
{
    struct gz_subscription_view view = {.version = 0};
    const struct gz_subscription *s =
        gz_subscription_index_find(store->all, id);

    *version = 0;
    if (in_file(store, id)) {
        return GZ_KEEPING_OF_FILE;
    }
    if (s != NULL) {
        gz_subscription_look(s, &view);
        *version = view.version;
        return expected == GZ_SUBSCRIPTION_ANY_VERSION ||
                       expected == view.version
                   ? GZ_KEEPING_DONE
                   : GZ_KEEPING_CONFLICT;
    }
    return expected == GZ_SUBSCRIPTION_ABSENT && !removing ? GZ_KEEPING_DONE
                                                           : GZ_KEEPING_MISSING;
}

struct gz_subscription_counts
gz_subscription_store_counts(const struct gz_subscription_store *store)
{
    const size_t of_files = gz_subscription_index_count(store->files);

    return (struct gz_subscription_counts){
        .of_files = of_files,
        .of_topic = gz_subscription_index_count(store->all) - of_files,
        .hidden = gz_subscription_index_count(store->hidden),
        .refused = store->refused,
    };
}
