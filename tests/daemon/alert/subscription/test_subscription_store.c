// Subscriptions of files and of a topic as one: in steps that can be read,
// under random changes against a plain table, and without memory.

#include "daemon/alert/subscription/subscription_store.h"

#include "daemon/alert/subscription/subscription_record.h"
#include "daemon/base/buffer.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/subscription_fixture.h"

enum { IDS = 6, STEPS = 20000, TEXT_BYTES = 256 };

static const char *const ids[IDS] = {"a", "b", "c", "d", "e", "f"};

// One that says an own version, which means nothing.
static struct gz_str json_of(const char *id, char *out, size_t size)
{
    const int len = snprintf(
        out, size,
        "{\"id\": \"%s\", \"version\": 77, \"when\": \"fact\", \"since\": "
        "\"2020-01-01T00:00:00Z\"}",
        id);
    return gz_str_of(out, (size_t)len);
}

static struct gz_record record_of(const char *key, struct gz_str value,
                                  int64_t offset)
{
    return (struct gz_record){
        .topic = GZ_STR_LIT("subs"),
        .offset = offset,
        .timestamp_ms = 1000 * offset,
        .key = key == NULL ? (struct gz_str){NULL, 0} : gz_str_z(key),
        .value = value,
    };
}

// Ids, one letter each.
static struct gz_subscription_index *files_of(const char *letters)
{
    struct gz_subscription_index *ix = gz_subscription_index_new();
    CHECK(ix != NULL);
    for (; *letters != '\0'; letters++) {
        char yaml[TEXT_BYTES];
        snprintf(yaml, sizeof(yaml), "{id: %c, when: fact, version: 5}",
                 *letters);
        struct gz_subscription *s = test_subscription(yaml);
        CHECK_OK(gz_subscription_index_put(ix, s));
        gz_subscription_unref(s);
    }
    return ix;
}

// "a=file b=3": what is in force, then what else is counted.
static void show(const struct gz_subscription_store *store,
                 struct gz_buffer *out)
{
    struct gz_subscription_index *ix = gz_subscription_store_copy(store);
    const struct gz_subscription_counts counts =
        gz_subscription_store_counts(store);
    size_t of_files = 0;
    size_t of_topic = 0;

    CHECK(ix != NULL);
    gz_buffer_clear(out);
    for (size_t i = 0; i < IDS; i++) {
        const struct gz_subscription *s =
            gz_subscription_index_find(ix, gz_str_z(ids[i]));
        struct gz_subscription_view view;
        if (s == NULL) {
            continue;
        }
        gz_subscription_look(s, &view);
        of_files += view.version == 0;
        of_topic += view.version != 0;
        if (view.version == 0) {
            gz_buffer_append_fmt(out, "%s=file ", ids[i]);
        } else {
            gz_buffer_append_fmt(out, "%s=%" PRIu64 " ", ids[i], view.version);
            CHECK_EQ(view.since_ms, (int64_t)(view.version - 1) * 1000);
        }
    }
    CHECK_EQ(gz_subscription_index_count(ix), of_files + of_topic);
    CHECK_EQ(counts.of_files, of_files);
    CHECK_EQ(counts.of_topic, of_topic);
    gz_buffer_append_fmt(out, "hidden %zu refused %" PRIu64, counts.hidden,
                         counts.refused);
    gz_subscription_index_free(ix);
}

// --- steps ---

enum action { PUT, REMOVE, NONSENSE, FILES, FORGET };

static const struct step {
    enum action what;
    const char *arg;  // the key, or the ids of files
    const char *want;
    enum gz_subscription_deed deed;
    const char *hidden;  // told, of files
} steps[] = {
    {PUT, "a", "a=1 hidden 0 refused 0", GZ_SUBSCRIPTION_IN_FORCE, ""},
    {PUT, "b", "a=1 b=2 hidden 0 refused 0", GZ_SUBSCRIPTION_IN_FORCE, ""},
    {PUT, "a", "a=3 b=2 hidden 0 refused 0", GZ_SUBSCRIPTION_IN_FORCE, ""},
    {REMOVE, "b", "a=3 hidden 0 refused 0", GZ_SUBSCRIPTION_REMOVED, ""},
    {REMOVE, "b", "a=3 hidden 0 refused 0", GZ_SUBSCRIPTION_REMOVED, ""},
    {FILES, "ac", "a=file c=file hidden 1 refused 0", 0, "a"},
    {PUT, "a", "a=file c=file hidden 1 refused 0", GZ_SUBSCRIPTION_NOTHING, ""},
    {PUT, "c", "a=file c=file hidden 2 refused 0", GZ_SUBSCRIPTION_HIDDEN, ""},
    {REMOVE, "c", "a=file c=file hidden 1 refused 0", GZ_SUBSCRIPTION_REMOVED,
     ""},
    {FILES, "acd", "a=file c=file d=file hidden 1 refused 0", 0, ""},
    {FILES, "d", "a=7 d=file hidden 0 refused 0", 0, ""},
    {PUT, "b", "a=7 b=12 d=file hidden 0 refused 0", GZ_SUBSCRIPTION_IN_FORCE,
     ""},
    {FILES, "bf", "a=7 b=file f=file hidden 1 refused 0", 0, "b"},
    {NONSENSE, "b", "a=7 b=file f=file hidden 0 refused 1", 0, ""},
    {NONSENSE, "a", "b=file f=file hidden 0 refused 2", 0, ""},
    {PUT, "a", "a=16 b=file f=file hidden 0 refused 2",
     GZ_SUBSCRIPTION_IN_FORCE, ""},
    {PUT, "f", "a=16 b=file f=file hidden 1 refused 2", GZ_SUBSCRIPTION_HIDDEN,
     ""},
    {FORGET, "", "b=file f=file hidden 0 refused 2", 0, ""},
    {FILES, "", "hidden 0 refused 2", 0, ""},
};

static bool on_hidden(void *ctx, struct gz_subscription *s)
{
    gz_buffer_append_str(ctx, gz_subscription_id(s));
    return true;
}

static void take_files(struct gz_subscription_store *store, const char *letters,
                       const char *hidden)
{
    struct gz_buffer told;

    gz_buffer_init(&told, 0);
    CHECK_OK(gz_subscription_store_files(store, files_of(letters), on_hidden,
                                         &told));
    CHECK_STR(gz_buffer_str(&told), hidden);
    gz_buffer_fini(&told);
}

static void take_step(struct gz_subscription_store *store, const struct step *s,
                      int64_t offset)
{
    enum gz_subscription_deed deed = GZ_SUBSCRIPTION_NOTHING;
    char text[TEXT_BYTES];
    struct gz_str value = {NULL, 0};

    if (s->what == FILES) {
        take_files(store, s->arg, s->hidden);
        return;
    }
    if (s->what == FORGET) {
        CHECK(gz_subscription_store_forget(store));
        return;
    }
    if (s->what != REMOVE) {
        value = s->what == PUT ? json_of(s->arg, text, sizeof(text))
                               : gz_str_z("{");
    }
    const struct gz_record r = record_of(s->arg, value, offset);
    const enum gz_status st =
        gz_subscription_store_apply(store, &r, &deed, NULL);
    CHECK_EQ(st, s->what == NONSENSE ? GZ_INVALID : GZ_OK);
    if (st == GZ_OK) {
        CHECK_EQ(deed, s->deed);
    }
}

static void test_steps(void)
{
    struct gz_subscription_store *store = gz_subscription_store_new();
    struct gz_buffer got;

    CHECK(store != NULL);
    gz_buffer_init(&got, 0);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        take_step(store, &steps[i], (int64_t)i);
        show(store, &got);
        CHECK_STR(gz_buffer_str(&got), steps[i].want);
    }
    gz_buffer_fini(&got);
    gz_subscription_store_free(store);
    gz_subscription_store_free(NULL);
}

// --- records that are refused ---

static const struct refusal {
    const char *key;
    const char *value;
    enum gz_status status;
    const char *text;
} refusals[] = {
    {NULL, "{}", GZ_INVALID,
     "error: subs at offset 9: the record has no key, which is the "
     "subscription's id\n"},
    {NULL, NULL, GZ_INVALID,
     "error: subs at offset 9: the record has no key, which is the "
     "subscription's id\n"},
    {"", "{}", GZ_INVALID,
     "error: subs at offset 9: the record has no key, which is the "
     "subscription's id\n"},
    {"a", "{\"id\": \"b\", \"when\": \"fact\"}", GZ_MISMATCH,
     "error: subs at offset 9: the key is \"a\" and the id in the value "
     "\"b\": they must be the same\n"},
    {"a", "{\"id\": \"a\", \"when\": \"fact\", \"colour\": 1}", GZ_INVALID,
     "subs at offset 9:1:29: error: unknown key \"colour\", known are id, "
     "description, version, since, entities, facts, when, with, languages, "
     "sources, first_seen, window, group_by, wait, interval, repeat, resolve, "
     "confirm, silences, quiet, digest, severity, labels, receivers, examples\n"
     "{\"id\": \"a\", \"when\": \"fact\", \"colour\": 1}\n"
     "                            ^~~~~~~~\n"},
    {"a", "", GZ_INVALID, NULL},
    {"a", "{nonsense", GZ_INVALID, NULL},
    {"a", "[]", GZ_INVALID, NULL},
    {"a", "{\"id\": \"a\", \"when\": \"salience >\"}", GZ_INVALID, NULL},
    {"a", "{\"id\": \"\xff\"}", GZ_INVALID,
     "subs at offset 9:1:9: error: not valid UTF-8\n{\"id\": \"\xff\"}\n"
     "        ^\n"},
};

static void refuse(struct gz_subscription_store *store, const char *key,
                   struct gz_str value, enum gz_status want, const char *text)
{
    const struct gz_record r = record_of(key, value, 9);
    enum gz_subscription_deed deed;
    struct gz_error err;

    gz_error_init(&err);
    CHECK_EQ(gz_subscription_store_apply(store, &r, &deed, &err), want);
    if (text != NULL) {
        CHECK_Z(gz_error_text(&err), text);
    }
    CHECK(strstr(gz_error_text(&err), "subs at offset 9:") != NULL);
    gz_error_fini(&err);
}

static void test_refusals(void)
{
    static const size_t count = sizeof(refusals) / sizeof(refusals[0]);
    struct gz_subscription_store *store = gz_subscription_store_new();
    char *large = malloc(GZ_SUBSCRIPTION_RECORD_BYTES + 1);
    struct gz_buffer got;

    CHECK(store != NULL && large != NULL);
    take_step(store, &(struct step){.what = PUT, .arg = "c"}, 0);
    for (size_t i = 0; i < count; i++) {
        const struct refusal *r = &refusals[i];
        refuse(store, r->key,
               r->value == NULL ? (struct gz_str){NULL, 0} : gz_str_z(r->value),
               r->status, r->text);
    }
    memset(large, ' ', GZ_SUBSCRIPTION_RECORD_BYTES + 1);
    refuse(store, "a", gz_str_of(large, GZ_SUBSCRIPTION_RECORD_BYTES + 1),
           GZ_LIMIT,
           "error: subs at offset 9: a subscription of 983041 bytes, at most "
           "983040 are allowed\n");
    gz_buffer_init(&got, 0);
    show(store, &got);
    CHECK_STR(gz_buffer_str(&got), "c=1 hidden 0 refused 11");
    gz_buffer_fini(&got);
    free(large);
    gz_subscription_store_free(store);
}

// --- changes ---

#define ANY GZ_SUBSCRIPTION_ANY_VERSION
#define ABSENT GZ_SUBSCRIPTION_ABSENT

// a has version 8, b stands in a file and hides one of version 9.
static const struct question {
    const char *id;
    bool removing;
    uint64_t expected;
    enum gz_keeping answer;
    uint64_t version;
} questions[] = {
    {"a", false, 8, GZ_KEEPING_DONE, 8},
    {"a", false, 7, GZ_KEEPING_CONFLICT, 8},
    {"a", false, 9, GZ_KEEPING_CONFLICT, 8},
    {"a", false, ABSENT, GZ_KEEPING_CONFLICT, 8},
    {"a", false, ANY, GZ_KEEPING_DONE, 8},
    {"a", true, 8, GZ_KEEPING_DONE, 8},
    {"a", true, 7, GZ_KEEPING_CONFLICT, 8},
    {"a", true, ANY, GZ_KEEPING_DONE, 8},
    {"b", false, 9, GZ_KEEPING_OF_FILE, 0},
    {"b", false, ABSENT, GZ_KEEPING_OF_FILE, 0},
    {"b", true, ANY, GZ_KEEPING_OF_FILE, 0},
    {"c", false, ABSENT, GZ_KEEPING_DONE, 0},
    {"c", false, ANY, GZ_KEEPING_MISSING, 0},
    {"c", false, 8, GZ_KEEPING_MISSING, 0},
    {"c", true, 8, GZ_KEEPING_MISSING, 0},
    {"c", true, ANY, GZ_KEEPING_MISSING, 0},
    {"c", true, ABSENT, GZ_KEEPING_MISSING, 0},
};

static void test_questions(void)
{
    struct gz_subscription_store *store = gz_subscription_store_new();

    CHECK(store != NULL);
    take_step(store, &(struct step){.what = PUT, .arg = "a"}, 7);
    take_step(store, &(struct step){.what = PUT, .arg = "b"}, 8);
    CHECK_OK(gz_subscription_store_files(store, files_of("b"), NULL, NULL));
    for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
        const struct question *q = &questions[i];
        uint64_t version = 99;
        CHECK_EQ(gz_subscription_store_judge(store, gz_str_z(q->id),
                                             q->removing, q->expected,
                                             &version),
                 q->answer);
        CHECK_EQ(version, q->version);
    }
    gz_subscription_store_free(store);
}

// --- random changes ---

struct model {
    bool in_file[IDS];
    uint64_t version[IDS];  // of the topic's; 0: none
    uint64_t refused;
};

static void show_model(const struct model *m, struct gz_buffer *out)
{
    size_t hidden = 0;

    gz_buffer_clear(out);
    for (size_t i = 0; i < IDS; i++) {
        hidden += m->in_file[i] && m->version[i] != 0;
        if (m->in_file[i]) {
            gz_buffer_append_fmt(out, "%s=file ", ids[i]);
        } else if (m->version[i] != 0) {
            gz_buffer_append_fmt(out, "%s=%" PRIu64 " ", ids[i], m->version[i]);
        }
    }
    gz_buffer_append_fmt(out, "hidden %zu refused %" PRIu64, hidden,
                         m->refused);
}

static uint32_t draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static void change_files(struct gz_subscription_store *store, struct model *m,
                         uint32_t chance)
{
    char letters[IDS + 1];
    size_t count = 0;

    for (size_t i = 0; i < IDS; i++) {
        m->in_file[i] = ((chance >> i) & 1) != 0;
        if (m->in_file[i]) {
            letters[count++] = ids[i][0];
        }
    }
    letters[count] = '\0';
    CHECK_OK(gz_subscription_store_files(store, files_of(letters), NULL, NULL));
}

static void change_at_random(struct gz_subscription_store *store,
                             struct model *m, uint64_t *seed, int64_t offset)
{
    static const enum action actions[] = {PUT,    PUT,      PUT,   REMOVE,
                                          REMOVE, NONSENSE, FILES, PUT};
    const uint32_t chance = draw(seed);
    const enum action what = actions[chance % 8];
    const size_t i = (chance >> 8) % IDS;
    struct step s = {.what = what, .arg = ids[i]};

    if (what == FILES) {
        const uint32_t half = draw(seed);
        change_files(store, m, half & draw(seed));
        return;
    }
    s.deed = what == REMOVE      ? GZ_SUBSCRIPTION_REMOVED
             : !m->in_file[i]    ? GZ_SUBSCRIPTION_IN_FORCE
             : m->version[i] > 0 ? GZ_SUBSCRIPTION_NOTHING
                                 : GZ_SUBSCRIPTION_HIDDEN;
    take_step(store, &s, offset);
    m->version[i] = what == PUT ? (uint64_t)offset + 1 : 0;
    m->refused += what == NONSENSE;
}

static void test_random(void)
{
    struct gz_subscription_store *store = gz_subscription_store_new();
    struct model m = {.refused = 0};
    uint64_t seed = 20261126;
    struct gz_buffer got;
    struct gz_buffer want;

    CHECK(store != NULL);
    gz_buffer_init(&got, 0);
    gz_buffer_init(&want, 0);
    for (int64_t offset = 0; offset < STEPS; offset++) {
        change_at_random(store, &m, &seed, offset);
        show(store, &got);
        show_model(&m, &want);
        gz_buffer_append_byte(&want, 0);
        CHECK_STR(gz_buffer_str(&got), (const char *)want.data);
    }
    gz_buffer_fini(&got);
    gz_buffer_fini(&want);
    gz_subscription_store_free(store);
}

// --- without memory ---

// One that has some of each.
static struct gz_subscription_store *filled(void)
{
    struct gz_subscription_store *store = gz_subscription_store_new();

    CHECK(store != NULL);
    for (int i = 0; i < 4; i++) {
        take_step(store, &(struct step){.what = PUT, .arg = ids[i]}, i);
    }
    CHECK_OK(gz_subscription_store_files(store, files_of("d"), NULL, NULL));
    return store;
}

static enum gz_status attempt(struct gz_subscription_store *store, int kind)
{
    enum gz_subscription_deed deed;
    char text[TEXT_BYTES];
    const struct gz_record put =
        record_of("e", json_of("e", text, sizeof(text)), 20);
    const struct gz_record bad = record_of("a", gz_str_z("["), 20);

    if (kind == 0) {
        return gz_subscription_store_apply(store, &put, &deed, NULL);
    }
    if (kind == 1) {
        const enum gz_status st =
            gz_subscription_store_apply(store, &bad, &deed, NULL);
        return st == GZ_INVALID ? GZ_OK : st;
    }
    return gz_subscription_store_forget(store) ? GZ_OK : GZ_NO_MEMORY;
}

static void test_without_memory(int kind)
{
    struct gz_buffer before;
    struct gz_buffer after;
    bool failed = true;

    gz_buffer_init(&before, 0);
    gz_buffer_init(&after, 0);
    for (long n = 1; failed; n++) {
        struct gz_subscription_store *store = filled();
        show(store, &before);
        gz_alloc_fail_at(n);
        const enum gz_status st = attempt(store, kind);
        failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        show(store, &after);
        if (st != GZ_OK) {
            CHECK_EQ(st, GZ_NO_MEMORY);
            CHECK(gz_str_eq(gz_buffer_str(&before), gz_buffer_str(&after)));
        }
        CHECK(failed || st == GZ_OK);
        gz_subscription_store_free(store);
    }
    gz_buffer_fini(&before);
    gz_buffer_fini(&after);
}

// Both ways in which files are exchanged.
static void test_files_without_memory(const char *letters, const char *want)
{
    struct gz_buffer got;
    bool failed = true;

    gz_buffer_init(&got, 0);
    for (long n = 1; failed; n++) {
        struct gz_subscription_store *store = filled();
        struct gz_subscription_index *files = files_of(letters);
        gz_alloc_fail_at(n);
        const enum gz_status st =
            gz_subscription_store_files(store, files, NULL, NULL);
        failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        show(store, &got);
        CHECK_EQ(st, failed ? GZ_NO_MEMORY : GZ_OK);
        CHECK_STR(gz_buffer_str(&got),
                  failed ? "a=1 b=2 c=3 d=file hidden 1 refused 0" : want);
        gz_subscription_store_free(store);
    }
    gz_buffer_fini(&got);
}

int main(void)
{
    test_steps();
    test_refusals();
    test_questions();
    test_random();
    for (int kind = 0; kind < 3; kind++) {
        test_without_memory(kind);
    }
    test_files_without_memory("a", "a=file b=2 c=3 d=4 hidden 1 refused 0");
    test_files_without_memory(
        "abcdef",
        "a=file b=file c=file d=file e=file f=file hidden 4 refused 0");
    return 0;
}
