#include "rules/ruleset.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/hash.h"
#include "rules/gazetteer/compile/compile.h"
#include "rules/gazetteer/image/image.h"
#include "rules/gazetteer/layers/layers.h"
#include "rules/resolve/entities.h"
#include "rules/resolve/select.h"

struct gz_ruleset {
    atomic_uint refs;
    struct gz_layers *names;  // owned
    char hash[GZ_RULESET_HEX + 1];
};

// Gazetteers on their way into layers.
struct loading {
    struct gz_gazetteer **items;  // owned, and so is each
    size_t count;
};

static enum gz_status compile_lists(const char *const *paths, size_t count,
                                    struct gz_buffer *image,
                                    struct gz_error *err)
{
    struct gz_compile_report report;
    struct gz_compiler *compiler = gz_compiler_new();
    enum gz_status st = compiler == NULL ? GZ_NO_MEMORY : GZ_OK;
    for (size_t i = 0; i < count && st != GZ_NO_MEMORY; i++) {
        const enum gz_status added = gz_compiler_add(compiler, paths[i], err);
        st = added == GZ_OK ? st : added;
    }
    if (st == GZ_OK) {
        st = gz_compiler_finish(compiler, image, &report, err);
    }
    gz_compiler_free(compiler);
    return st;
}

// Lists and folders that follow each other become one gazetteer.
static enum gz_status load_lists(struct loading *to, const char *const *paths,
                                 size_t count, struct gz_error *err)
{
    struct gz_buffer image;
    gz_buffer_init(&image, 0);
    enum gz_status st = compile_lists(paths, count, &image, err);
    if (st == GZ_OK) {
        uint8_t *bytes = image.data;
        const size_t len = image.len;
        gz_buffer_init(&image, 0);
        st = gz_gazetteer_adopt(bytes, len, &to->items[to->count], err);
        to->count += st == GZ_OK;
    }
    gz_buffer_fini(&image);
    return st;
}

static size_t count_lists(const char *const *paths, size_t count)
{
    size_t lists = 0;
    while (lists < count && !gz_image_is(paths[lists])) {
        lists++;
    }
    return lists;
}

static enum gz_status load_gazetteers(struct loading *to,
                                      const char *const *paths, size_t count,
                                      struct gz_error *err)
{
    enum gz_status first = GZ_OK;
    for (size_t i = 0; i < count;) {
        const size_t lists = count_lists(paths + i, count - i);
        enum gz_status st;
        if (lists > 0) {
            st = load_lists(to, paths + i, lists, err);
            i += lists;
        } else {
            st = gz_gazetteer_open(paths[i], &to->items[to->count], err);
            to->count += st == GZ_OK;
            i++;
        }
        first = first == GZ_OK ? st : first;
    }
    return first;
}

static enum gz_status load_names(const char *const *paths, size_t count,
                                 struct gz_layers **out, struct gz_error *err)
{
    struct loading all = {calloc(count + 1, sizeof(struct gz_gazetteer *)), 0};
    if (all.items == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for the rules");
    }
    enum gz_status st = load_gazetteers(&all, paths, count, err);
    if (st == GZ_OK) {
        st = gz_layers_new(all.items, all.count, out, err);
        all.count = 0;
    }
    for (size_t i = 0; i < all.count; i++) {
        gz_gazetteer_close(all.items[i]);
    }
    free(all.items);
    return st;
}

static void name_contents(struct gz_ruleset *rules)
{
    const uint64_t hash = gz_layers_digest(rules->names);
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
    const enum gz_status st = load_names(paths, count, &rules->names, err);
    if (st != GZ_OK) {
        gz_ruleset_unref(rules);
        return st;
    }
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
    gz_layers_free(rules->names);
    free(rules);
}

const char *gz_ruleset_hash(const struct gz_ruleset *rules)
{
    return rules->hash;
}

struct gz_gazetteer_size gz_ruleset_size(const struct gz_ruleset *rules)
{
    return gz_layers_size(rules->names);
}

const struct gz_layers *gz_ruleset_names(const struct gz_ruleset *rules)
{
    return rules->names;
}

static enum gz_status find_names(const struct gz_ruleset *rules,
                                 const struct gz_document *doc,
                                 struct gz_arena *arena,
                                 struct gz_select_input *inputs)
{
    enum gz_status st = GZ_OK;
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        const struct gz_passage *passage = &doc->fields[f];
        inputs[f].names = rules->names;
        inputs[f].field = (enum gz_field)f;
        st = gz_layers_find(rules->names, passage->text, &passage->tokens,
                            arena, &inputs[f].candidates);
    }
    return st;
}

enum gz_status gz_ruleset_extract(const struct gz_ruleset *rules,
                                  const struct gz_document *doc,
                                  struct gz_arena *arena,
                                  struct gz_findings *out)
{
    struct gz_selection selection;
    struct gz_select_input inputs[GZ_FIELD_COUNT];
    *out = (struct gz_findings){0};
    enum gz_status st = find_names(rules, doc, arena, inputs);
    if (st == GZ_OK) {
        st = gz_select(doc, inputs, GZ_FIELD_COUNT, arena, &selection);
    }
    if (st == GZ_OK) {
        st = gz_entities_group(doc, &selection, arena, out);
    }
    return st;
}
