#include "rules/match/regex_set.h"

#include <hs.h>
#include <stdlib.h>
#include <string.h>

#include "rules/match/regex_child.h"

struct gz_regex_set {
    hs_database_t *database;
};

// What the child is to compile, and what it writes.
struct job {
    const char **texts;  // NUL-terminated
    unsigned *ids;
    unsigned *flags;
    uint32_t count;
};

static unsigned flags_of(enum gz_regex_use use)
{
    const unsigned common = HS_FLAG_UTF8 | HS_FLAG_UCP;
    return common |
           (use == GZ_REGEX_WHOLE ? HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY
                                  : HS_FLAG_SOM_LEFTMOST);
}

// Check each regex as its author wrote it: what is put around it would hide
// that brackets do not match.
static bool check_each(const struct gz_str *regexes, const struct job *job,
                       struct gz_regex_answer *answer)
{
    bool good = true;
    for (uint32_t i = 0; i < job->count; i++) {
        char *text = strndup(regexes[i].ptr, regexes[i].len_bytes);
        hs_expr_info_t *info = NULL;
        hs_compile_error_t *error = NULL;
        if (text == NULL || hs_expression_info(text, job->flags[i], &info,
                                               &error) != HS_SUCCESS) {
            gz_regex_answer_fault(answer, i,
                                  error == NULL ? "no memory" : error->message);
            good = false;
        }
        hs_free_compile_error(error);
        free(info);
        free(text);
    }
    return good;
}

static void compile(const struct job *job, struct gz_regex_answer *answer)
{
    hs_database_t *database = NULL;
    hs_compile_error_t *error = NULL;
    char *bytes = NULL;
    size_t len = 0;
    if (hs_compile_multi(job->texts, job->flags, job->ids, job->count,
                         HS_MODE_BLOCK, NULL, &database,
                         &error) != HS_SUCCESS) {
        const int at = error == NULL ? -1 : error->expression;
        gz_regex_answer_fault(answer, at < 0 ? 0 : (uint32_t)at,
                              error == NULL ? "no memory" : error->message);
    } else if (hs_serialize_database(database, &bytes, &len) == HS_SUCCESS) {
        gz_regex_answer_data(answer, bytes, len);
    }
    // The process ends here; what is left is not released.
}

struct child_work {
    const struct gz_str *regexes;
    const struct job *job;
};

static void work_in_child(void *context, struct gz_regex_answer *answer)
{
    const struct child_work *work = context;
    if (check_each(work->regexes, work->job, answer)) {
        compile(work->job, answer);
    }
}

static char *wrap(struct gz_str regex, enum gz_regex_use use)
{
    const bool whole = use == GZ_REGEX_WHOLE;
    const char *before = whole ? "\\A(?:" : "(?:";
    const char *behind = whole ? ")\\z" : ")";
    const size_t size = strlen(before) + regex.len_bytes + strlen(behind) + 1;
    char *out = malloc(size);
    if (out != NULL) {
        char *end = stpcpy(out, before);
        memcpy(end, regex.ptr, regex.len_bytes);
        memcpy(end + regex.len_bytes, behind, strlen(behind) + 1);
    }
    return out;
}

// Whether a regex asks for comments, "(?x)": one that does not end would take
// in what is put behind.
static bool asks_for_comments(struct gz_str regex)
{
    for (size_t i = 0; i + 1 < regex.len_bytes; i++) {
        size_t end = i + 2;
        if (regex.ptr[i] != '(' || regex.ptr[i + 1] != '?') {
            continue;
        }
        while (end < regex.len_bytes && regex.ptr[end] != '\0' &&
               strchr("imsUJx-", regex.ptr[end]) != NULL) {
            if (regex.ptr[end++] == 'x') {
                return true;
            }
        }
    }
    return false;
}

static bool refuse_comments(const struct gz_str *regexes, uint32_t count,
                            gz_regex_fault_fn *fault, void *context)
{
    bool refused = false;
    for (uint32_t i = 0; i < count; i++) {
        if (asks_for_comments(regexes[i])) {
            fault(context, i, "the flag x is not for the regexes of rules");
            refused = true;
        }
    }
    return refused;
}

static void free_job(struct job *job)
{
    for (uint32_t i = 0; job->texts != NULL && i < job->count; i++) {
        free((void *)(uintptr_t)job->texts[i]);
    }
    free(job->texts);
    free(job->ids);
    free(job->flags);
}

static bool make_job(const struct gz_str *regexes, uint32_t count,
                     enum gz_regex_use use, struct job *job)
{
    *job = (struct job){
        .texts = calloc(count, sizeof(*job->texts)),
        .ids = calloc(count, sizeof(*job->ids)),
        .flags = calloc(count, sizeof(*job->flags)),
        .count = count,
    };
    bool good = job->texts != NULL && job->ids != NULL && job->flags != NULL;
    for (uint32_t i = 0; i < count && good; i++) {
        job->texts[i] = wrap(regexes[i], use);
        job->ids[i] = i;
        job->flags[i] = flags_of(use);
        good = job->texts[i] != NULL;
    }
    return good;
}

static enum gz_status run_child(const struct gz_str *regexes, uint32_t count,
                                enum gz_regex_use use, struct gz_buffer *answer)
{
    struct job job;
    enum gz_status st = GZ_NO_MEMORY;
    if (make_job(regexes, count, use, &job)) {
        struct child_work work = {regexes, &job};
        st = gz_regex_child_run(work_in_child, &work, answer);
    }
    free_job(&job);
    return st;
}

// When all together were too much: which of them is too much alone.
static enum gz_status blame(const struct gz_str *regexes, uint32_t count,
                            enum gz_regex_use use, gz_regex_fault_fn *fault,
                            void *context)
{
    static const char text[] = "it takes too much time or memory to compile";
    for (uint32_t i = 0; i < count && count > 1; i++) {
        struct gz_buffer answer;
        gz_buffer_init(&answer, 0);
        const enum gz_status st = run_child(&regexes[i], 1, use, &answer);
        gz_buffer_fini(&answer);
        if (st == GZ_LIMIT) {
            fault(context, i, text);
            return GZ_INVALID;
        }
        if (st != GZ_OK) {
            return st;
        }
    }
    fault(context, 0,
          count == 1 ? text
                     : "all regexes together take too much time or memory to "
                       "compile");
    return GZ_INVALID;
}

enum gz_status gz_regex_set_new(const struct gz_str *regexes, uint32_t count,
                                enum gz_regex_use use, gz_regex_fault_fn *fault,
                                void *context, struct gz_regex_set **out)
{
    struct gz_buffer answer;
    struct gz_str data = {NULL, 0};
    *out = NULL;
    if (refuse_comments(regexes, count, fault, context)) {
        return GZ_INVALID;
    }
    gz_buffer_init(&answer, 0);
    enum gz_status st = run_child(regexes, count, use, &answer);
    if (st == GZ_LIMIT) {
        st = blame(regexes, count, use, fault, context);
    } else if (st == GZ_OK) {
        st =
            gz_regex_answer_read(gz_buffer_str(&answer), fault, context, &data);
    }
    struct gz_regex_set *set = NULL;
    if (st == GZ_OK) {
        set = calloc(1, sizeof(*set));
        st = set == NULL ? GZ_NO_MEMORY : GZ_OK;
    }
    if (st == GZ_OK && hs_deserialize_database(data.ptr, data.len_bytes,
                                               &set->database) != HS_SUCCESS) {
        st = GZ_NO_MEMORY;
    }
    gz_buffer_fini(&answer);
    if (st != GZ_OK) {
        gz_regex_set_free(set);
        return st;
    }
    *out = set;
    return GZ_OK;
}

void gz_regex_set_free(struct gz_regex_set *set)
{
    if (set != NULL) {
        hs_free_database(set->database);
        free(set);
    }
}

enum gz_status gz_regex_scratch_fit(struct gz_regex_scratch *scratch,
                                    const struct gz_regex_set *set)
{
    hs_scratch_t *memory = scratch->memory;
    const hs_error_t error = hs_alloc_scratch(set->database, &memory);
    scratch->memory = memory;
    return error == HS_SUCCESS ? GZ_OK : GZ_NO_MEMORY;
}

void gz_regex_scratch_fini(struct gz_regex_scratch *scratch)
{
    hs_free_scratch(scratch->memory);
    scratch->memory = NULL;
}

struct search {
    gz_regex_match_fn *match;
    void *context;
};

static int on_match(unsigned id, unsigned long long from, unsigned long long to,
                    unsigned flags, void *context)
{
    const struct search *s = context;
    (void)flags;
    return s->match(s->context, id, (size_t)from, (size_t)to) ? 0 : 1;
}

enum gz_status gz_regex_set_scan(const struct gz_regex_set *set,
                                 struct gz_regex_scratch *scratch,
                                 struct gz_str text, gz_regex_match_fn *match,
                                 void *context)
{
    struct search search = {match, context};
    const hs_error_t error =
        hs_scan(set->database, text.ptr, (unsigned)text.len_bytes, 0,
                scratch->memory, on_match, &search);
    return error == HS_SUCCESS || error == HS_SCAN_TERMINATED ? GZ_OK
                                                              : GZ_NO_MEMORY;
}
