#include "rules/gazetteer/compile/list_removal.h"

#include "rules/gazetteer/compile/catalog_remove.h"

// Keep a removal for the images before this one, with all keys by which they
// may know the entity: those of the row last, which is what people wrote.
static enum gz_status keep(struct gz_catalog *c,
                           const struct gz_catalog_key *keys, size_t key_count,
                           struct gz_str name)
{
    enum gz_status st = gz_removals_add(&c->removals, name);
    for (size_t i = 0; st == GZ_OK && i < key_count; i++) {
        const uint32_t lead = gz_catalog_find(c, &keys[i]);
        if (lead != GZ_CATALOG_NONE) {
            st = gz_catalog_remove_keys(c, lead, &c->removals);
        }
    }
    for (size_t i = 0; st == GZ_OK && i < key_count; i++) {
        st = gz_removals_add_key(&c->removals, keys[i].text);
    }
    return st;
}

enum gz_status gz_list_removal_apply(struct gz_list_intake *in,
                                     const struct gz_catalog_key *keys,
                                     size_t key_count,
                                     const struct gz_catalog_name *name,
                                     enum gz_list_removal_outcome *outcome)
{
    struct gz_catalog *c = &in->catalog;
    const struct gz_str none = {NULL, 0};
    enum gz_status st = in->whole ? GZ_OK
                                  : keep(c, keys, key_count,
                                         name == NULL ? none : name->spelling);
    bool known = false;
    bool removed = false;
    for (size_t i = 0; st == GZ_OK && i < key_count; i++) {
        const uint32_t lead = gz_catalog_find(c, &keys[i]);
        if (lead != GZ_CATALOG_NONE) {
            known = true;
            st = gz_catalog_remove(c, lead, name, &removed);
            if (st == GZ_OK && name != NULL) {
                st = gz_alias_intake_remove(&in->aliases, lead, name);
            }
        }
    }
    in->removed += removed;
    *outcome = !known     ? GZ_LIST_REMOVAL_NO_ENTITY
               : !removed ? GZ_LIST_REMOVAL_NO_NAME
                          : GZ_LIST_REMOVAL_DONE;
    return st;
}

static enum gz_status take(struct gz_list_intake *in,
                           const struct gz_list_chunk *chunk,
                           const struct gz_list_row *row,
                           const struct gz_catalog_name *name)
{
    const struct gz_source *src = chunk->list->src;
    enum gz_list_removal_outcome outcome = GZ_LIST_REMOVAL_DONE;
    const enum gz_status st = gz_list_removal_apply(
        in, chunk->keys + row->first_key, row->key_count, name, &outcome);
    if (st != GZ_OK) {
        return st;
    }
    if (outcome == GZ_LIST_REMOVAL_NO_NAME && name != NULL) {
        (void)gz_error_at(in->warnings, src, row->place_byte,
                          "the entity has no name \"" GZ_STR_FMT "\" to remove",
                          GZ_STR_ARG(name->spelling));
    } else if (outcome != GZ_LIST_REMOVAL_DONE) {
        // Of an entity as a whole, another row may have removed it.
        (void)gz_error_at(in->warnings, src, row->place_byte,
                          "there is no entity with this id to remove");
    }
    return st;
}

enum gz_status gz_list_removal_take(struct gz_list_intake *in,
                                    const struct gz_list_chunk *chunk,
                                    const struct gz_list_row *row)
{
    if (row->name_count == 0) {
        return take(in, chunk, row, NULL);
    }
    enum gz_status st = GZ_OK;
    for (size_t i = 0; st == GZ_OK && i < row->name_count; i++) {
        st = take(in, chunk, row, &chunk->names[row->first_name + i]);
    }
    return st;
}
