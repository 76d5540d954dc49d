#include "rules/ruleset.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/hash.h"
#include "rules/gazetteer/compile.h"
#include "rules/resolve/entities.h"
#include "rules/resolve/select.h"

struct gz_ruleset {
    atomic_uint refs;
    struct gz_gazetteer **gazetteers;  // owned, in configuration order
    size_t count;
    char hash[GZ_RULESET_HEX + 1];
};

static bool is_image(const char *path)
{
    const size_t len = strlen(path);
    return len > 4 && strcmp(path + len - 4, ".gzt") == 0;
}

// Lists and folders become one gazetteer, in the place of the first of them.
static enum gz_status compile_lists(struct gz_ruleset *rules,
                                    const char *const *paths, size_t count,
                                    struct gz_error *err)
{
    struct gz_buffer image;
    struct gz_compile_report report;
    struct gz_compiler *compiler = gz_compiler_new();
    gz_buffer_init(&image, 0);

    enum gz_status st = compiler == NULL ? GZ_NO_MEMORY : GZ_OK;
    for (size_t i = 0; i < count && st != GZ_NO_MEMORY; i++) {
        if (!is_image(paths[i])) {
            const enum gz_status added =
                gz_compiler_add(compiler, paths[i], err);
            st = added == GZ_OK ? st : added;
        }
    }
    if (st == GZ_OK) {
        st = gz_compiler_finish(compiler, &image, &report, err);
    }
    if (st == GZ_OK) {
        uint8_t *bytes = image.data;
        const size_t len = image.len;
        gz_buffer_init(&image, 0);
        st = gz_gazetteer_adopt(bytes, len, &rules->gazetteers[rules->count],
                                err);
        rules->count += st == GZ_OK;
    }
    gz_compiler_free(compiler);
    gz_buffer_fini(&image);
    return st;
}

static enum gz_status load_all(struct gz_ruleset *rules,
                               const char *const *paths, size_t count,
                               struct gz_error *err)
{
    enum gz_status first = GZ_OK;
    bool compiled = false;
    for (size_t i = 0; i < count; i++) {
        enum gz_status st = GZ_OK;
        if (is_image(paths[i])) {
            st = gz_gazetteer_open(paths[i], &rules->gazetteers[rules->count],
                                   err);
            rules->count += st == GZ_OK;
        } else if (!compiled) {
            compiled = true;
            st = compile_lists(rules, paths, count, err);
        }
        if (first == GZ_OK) {
            first = st;
        }
    }
    return first;
}

static void name_contents(struct gz_ruleset *rules)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < rules->count; i++) {
        const uint64_t digest = gz_gazetteer_digest(rules->gazetteers[i]);
        hash = gz_hash64(&digest, sizeof(digest), hash);
    }
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)(hash >> (56 - 8 * i));
    }
    gz_hex(bytes, sizeof(bytes), rules->hash);
}

enum gz_status gz_ruleset_load(const char *const *paths, size_t count,
                               struct gz_ruleset **out, struct gz_error *err)
{
    *out = NULL;
    struct gz_ruleset *rules = calloc(1, sizeof(*rules));
    if (rules == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for the rules");
    }
    atomic_init(&rules->refs, 1);
    rules->gazetteers = calloc(count + 1, sizeof(struct gz_gazetteer *));
    enum gz_status st =
        rules->gazetteers == NULL
            ? gz_error_set(err, GZ_NO_MEMORY, "no memory for the rules")
            : load_all(rules, paths, count, err);
    if (st != GZ_OK) {
        gz_ruleset_unref(rules);
        return st;
    }
    assert(rules->gazetteers != NULL);  // clang-tidy cannot know
    name_contents(rules);
    *out = rules;
    return GZ_OK;
}

struct gz_ruleset *gz_ruleset_ref(struct gz_ruleset *rules)
{
    atomic_fetch_add_explicit(&rules->refs, 1, memory_order_relaxed);
    return rules;
}

void gz_ruleset_unref(struct gz_ruleset *rules)
{
    if (rules == NULL ||
        atomic_fetch_sub_explicit(&rules->refs, 1, memory_order_acq_rel) > 1) {
        return;
    }
    for (size_t i = 0; i < rules->count; i++) {
        gz_gazetteer_close(rules->gazetteers[i]);
    }
    free(rules->gazetteers);
    free(rules);
}

const char *gz_ruleset_hash(const struct gz_ruleset *rules)
{
    return rules->hash;
}

struct gz_gazetteer_size gz_ruleset_size(const struct gz_ruleset *rules)
{
    struct gz_gazetteer_size sum = {0};
    for (size_t i = 0; i < rules->count; i++) {
        const struct gz_gazetteer_size one =
            gz_gazetteer_size(rules->gazetteers[i]);
        sum.bytes += one.bytes;
        sum.entities += one.entities;
        sum.names += one.names;
    }
    return sum;
}

const struct gz_gazetteer *gz_ruleset_gazetteer(const struct gz_ruleset *rules,
                                                size_t i)
{
    return i < rules->count ? rules->gazetteers[i] : NULL;
}

static enum gz_status find_names(const struct gz_ruleset *rules,
                                 const struct gz_document *doc,
                                 struct gz_arena *arena,
                                 struct gz_select_input *inputs)
{
    enum gz_status st = GZ_OK;
    for (size_t g = 0; g < rules->count; g++) {
        for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
            const struct gz_passage *passage = &doc->fields[f];
            struct gz_select_input *in =
                &inputs[g * GZ_FIELD_COUNT + (size_t)f];
            in->gazetteer = rules->gazetteers[g];
            in->field = (enum gz_field)f;
            st = gz_gazetteer_find(in->gazetteer, passage->text,
                                   &passage->tokens, arena, &in->candidates);
        }
    }
    return st;
}

enum gz_status gz_ruleset_extract(const struct gz_ruleset *rules,
                                  const struct gz_document *doc,
                                  struct gz_arena *arena,
                                  struct gz_findings *out)
{
    const size_t count = rules->count * GZ_FIELD_COUNT;
    struct gz_selection selection;
    *out = (struct gz_findings){0};
    struct gz_select_input *inputs =
        GZ_ARENA_ARRAY(arena, struct gz_select_input, count);
    if (inputs == NULL) {
        return GZ_LIMIT;
    }
    enum gz_status st = find_names(rules, doc, arena, inputs);
    if (st == GZ_OK) {
        st = gz_select(doc, inputs, (uint32_t)count, arena, &selection);
    }
    if (st == GZ_OK) {
        st = gz_entities_group(doc, &selection, arena, out);
    }
    return st;
}
