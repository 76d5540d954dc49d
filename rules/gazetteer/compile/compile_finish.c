// Everything is added: names that rules made and names that rows removed are
// settled, then prefixes are sorted and the image is written.

#include <assert.h>
#include <stdlib.h>

#include "daemon/base/huge_pages.h"
#include "daemon/base/parallel.h"
#include "rules/gazetteer/compile/catalog_remove.h"
#include "rules/gazetteer/compile/compile_work.h"
#include "rules/gazetteer/image/image_write.h"
#include "rules/gazetteer/image/radix.h"

// Everything of the names that lies in chunks moves into the catalog's table.
static void on_number(void *context, size_t part, unsigned thread)
{
    (void)thread;
    struct gz_compiler *c = context;
    gz_list_chunk_number(c->chunks[part]);
}

static enum gz_status sort_prefixes(struct gz_compiler *c)
{
    struct gz_prefix_table *table = &c->intake.catalog.prefixes;
    const size_t part_count = c->chunk_count + 1;  // one of what rules made
    struct gz_radix_part *parts = calloc(part_count, sizeof(*parts));
    enum gz_status st = parts == NULL ? GZ_NO_MEMORY : GZ_OK;
    if (st == GZ_OK) {
        gz_parallel_run(c->chunk_count, c->options.threads, on_number, c);
        for (size_t i = 0; i < part_count; i++) {
            const struct gz_prefix_table *t = i < c->chunk_count
                                                  ? &c->chunks[i]->prefixes
                                                  : &c->intake.aliases.prefixes;
            parts[i] = (struct gz_radix_part){t->items, t->count};
            table->cap += t->count;
            gz_prefix_table_add_first(table, &t->first);
        }
        table->items = gz_huge_pages_alloc(table->cap, sizeof(*table->items));
        st = table->items == NULL ? GZ_NO_MEMORY : GZ_OK;
    }
    if (st == GZ_OK) {
        st = gz_radix_gather16(parts, part_count, table->items,
                               c->options.threads);
        table->count = table->cap;
    }
    free(parts);
    return st;
}

// What lists removed goes, and the other names get new numbers.
static enum gz_status drop_removed(struct gz_compiler *c)
{
    struct gz_catalog *catalog = &c->intake.catalog;
    const uint32_t count = catalog->name_count;
    uint32_t *numbers;
    const enum gz_status st = gz_catalog_remove_finish(catalog, &numbers);
    if (numbers == NULL) {
        return st;
    }
    gz_list_findings_renumber(&c->intake.findings, numbers, count);
    gz_alias_intake_renumber(&c->intake.aliases, numbers);
    for (size_t i = 0; i < c->chunk_count; i++) {
        gz_list_chunk_renumber(c->chunks[i], numbers);
    }
    free(numbers);
    return GZ_OK;
}

static void fill_report(const struct gz_compiler *c,
                        const struct gz_image_counts *counts,
                        struct gz_compile_report *report)
{
    const struct gz_list_intake *in = &c->intake;
    *report = (struct gz_compile_report){
        .rows = in->rows,
        .bad_rows = in->bad_rows,
        .entities = counts->entities,
        .names = counts->names,
        .ambiguous = in->findings.ambiguous,
        .duplicates = in->findings.duplicates,
        .conflicts = in->findings.conflicts,
        .made = in->aliases.made,
        .left_out = in->aliases.conflicts,
        .removed = in->removed,
        .removals = in->catalog.removals.count,
        .merged = in->catalog.merged,
        .first_words = gz_prefix_table_first_words(&in->catalog.prefixes),
        .longest = gz_catalog_longest(&in->catalog),
    };
}

enum gz_status gz_compiler_settle(struct gz_compiler *c, struct gz_error *err)
{
    const enum gz_status st = gz_list_intake_finish(&c->intake);
    return st == GZ_OK ? st
                       : gz_error_set(err, st, "cannot expand names: %s",
                                      gz_status_name(st));
}

bool gz_compiler_has(const struct gz_compiler *c,
                     const struct gz_name_sighting *sighting)
{
    return !c->intake.catalog.names[sighting->number].removed;
}

struct gz_compile_entity gz_compiler_entity(const struct gz_compiler *c,
                                            uint32_t entity)
{
    const struct gz_catalog *catalog = &c->intake.catalog;
    const struct gz_catalog_entity *lead =
        &catalog->entities[gz_catalog_lead(catalog, entity)];
    return (struct gz_compile_entity){
        .id = lead->id,
        .type = catalog->types[lead->type],
        .name = lead->name,
        .own_id = catalog->entities[entity].id,
    };
}

enum gz_status gz_compiler_finish(struct gz_compiler *c, struct gz_buffer *out,
                                  struct gz_compile_report *report,
                                  struct gz_error *err)
{
    struct gz_list_intake *in = &c->intake;
    struct gz_image_counts counts = {0, 0};
    assert(!c->finished);
    c->finished = true;
    gz_compile_progress(c, GZ_COMPILE_SORT, "", 0, 1);
    enum gz_status st = gz_compiler_settle(c, err);
    if (st != GZ_OK) {
        return st;
    }
    st = drop_removed(c);
    if (st == GZ_OK) {
        st = gz_list_findings_finish(&in->findings, &in->catalog);
    }
    if (st == GZ_OK) {
        st = gz_catalog_forget_keys(&in->catalog);
    }
    if (st == GZ_OK) {
        st = sort_prefixes(c);
        gz_compile_free_chunks(c);
        gz_prefix_table_fini(&in->aliases.prefixes);
    }
    if (st == GZ_OK) {
        gz_compile_progress(c, GZ_COMPILE_WRITE, "", 0, 1);
        st = gz_image_write(&in->catalog, out, &counts);
    }
    if (st != GZ_OK) {
        return gz_error_set(err, st, "cannot write the name image: %s",
                            gz_status_name(st));
    }
    fill_report(c, &counts, report);
    return GZ_OK;
}
