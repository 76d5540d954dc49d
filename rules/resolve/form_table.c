#include "rules/resolve/form_table.h"

#include <string.h>

enum { FIRST_SLOTS = 64 };

void gz_form_table_init(struct gz_form_table *table, struct gz_arena *arena)
{
    *table = (struct gz_form_table){.arena = arena};
}

static uint32_t home(const struct gz_form_table *table, uint64_t key)
{
    return (uint32_t)(key >> 32) & table->mask;
}

static void place(struct gz_form_table *table, struct gz_form *form)
{
    uint32_t at = home(table, form->keys[0]);
    while (table->slots[at] != NULL) {
        at = (at + 1) & table->mask;
    }
    table->slots[at] = form;
}

static enum gz_status grow(struct gz_form_table *table)
{
    struct gz_form **old = table->slots;
    const uint32_t old_slots = old == NULL ? 0 : table->mask + 1;
    const uint32_t slots = old_slots == 0 ? FIRST_SLOTS : 2 * old_slots;
    table->slots = GZ_ARENA_ARRAY(table->arena, struct gz_form *, slots);
    if (table->slots == NULL) {
        return GZ_LIMIT;
    }
    table->mask = slots - 1;
    for (uint32_t i = 0; i < old_slots; i++) {
        if (old[i] != NULL) {
            place(table, old[i]);
        }
    }
    return GZ_OK;
}

static struct gz_form *find_exact(const struct gz_form_table *table,
                                  const uint64_t *keys, uint32_t count)
{
    for (uint32_t at = home(table, keys[0]); table->slots[at] != NULL;
         at = (at + 1) & table->mask) {
        struct gz_form *f = table->slots[at];
        if (f->token_count == count &&
            memcmp(f->keys, keys, count * sizeof(*keys)) == 0) {
            return f;
        }
    }
    return NULL;
}

static void own(struct gz_form *form, const struct gz_form_owner *owner)
{
    for (uint32_t i = 0; i < form->owner_count; i++) {
        if (form->owners[i].entity == owner->entity) {
            if (owner->kind == GZ_FORM_DEFINED) {
                form->owners[i].kind = owner->kind;
            }
            return;
        }
    }
    if (form->owner_count < GZ_FORM_OWNERS) {
        form->owners[form->owner_count++] = *owner;
    }
}

enum gz_status gz_form_table_add(struct gz_form_table *table,
                                 const uint64_t *keys, const uint8_t *flags,
                                 uint32_t count,
                                 const struct gz_form_owner *owner)
{
    if (count == 0 || count > GZ_FORM_TOKENS) {
        return GZ_OK;
    }
    if (table->slots == NULL || 2 * table->count > table->mask) {
        const enum gz_status st = grow(table);
        if (st != GZ_OK) {
            return st;
        }
    }
    struct gz_form *form = find_exact(table, keys, count);
    if (form == NULL) {
        form = GZ_ARENA_NEW(table->arena, struct gz_form);
        if (form == NULL) {
            return GZ_LIMIT;
        }
        memcpy(form->keys, keys, count * sizeof(*keys));
        memcpy(form->flags, flags, count);
        form->token_count = count;
        place(table, form);
        table->count++;
        table->sieve[keys[0] >> 6 & 3] |= UINT64_C(1) << (keys[0] & 63);
    }
    own(form, owner);
    return GZ_OK;
}

const struct gz_form *gz_form_table_find(const struct gz_form_table *table,
                                         const struct gz_tokens *tokens,
                                         uint32_t first, uint32_t end)
{
    const struct gz_form *best = NULL;
    if (table->slots == NULL) {
        return NULL;
    }
    const uint64_t *keys = &tokens->keys[first];
    for (uint32_t at = home(table, keys[0]); table->slots[at] != NULL;
         at = (at + 1) & table->mask) {
        const struct gz_form *f = table->slots[at];
        if (f->keys[0] == keys[0] && f->token_count <= end - first &&
            (best == NULL || f->token_count > best->token_count) &&
            memcmp(f->keys, keys, f->token_count * sizeof(*keys)) == 0) {
            best = f;
        }
    }
    return best;
}
