#include "daemon/notify/entity_filter.h"

#include <math.h>
#include <stdlib.h>

#include "daemon/base/arena.h"
#include "daemon/notify/filter_values.h"
#include "rules/types.h"

enum field { ENTITY, TYPE, LANGUAGE, SOURCE, FIELD_COUNT };

_Static_assert((int)FIELD_COUNT == (int)GZ_ENTITY_FILTER_SEVERAL,
               "what is filtered may stand several times");

const char *const gz_entity_filter_names[] = {
    [ENTITY] = "entity",     [TYPE] = "type",
    [LANGUAGE] = "language", [SOURCE] = "source",
    "min_salience",          "since",
    "last_event_id",         NULL,
};

enum { MIN_SALIENCE = FIELD_COUNT };

struct gz_entity_filter {
    struct gz_arena *arena;  // of the texts
    struct gz_filter_values values[FIELD_COUNT];
    double min_salience;
};

static enum gz_status add(struct gz_entity_filter *f, enum field field,
                          struct gz_str value, struct gz_error *err)
{
    const char *name = gz_entity_filter_names[field];
    struct gz_filter_values *values = &f->values[field];

    return field == TYPE
               ? gz_filter_values_add_type(values, name, value, f->arena, err)
               : gz_filter_values_add(values, name, value, f->arena, err);
}

static enum gz_status set_salience(struct gz_entity_filter *f,
                                   struct gz_str value, struct gz_error *err)
{
    const struct gz_str copy = gz_arena_copy(f->arena, value);
    char *end = NULL;

    if (copy.ptr == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    f->min_salience = strtod(copy.ptr, &end);
    if (strspn(copy.ptr, "0123456789.eE-") != copy.len_bytes ||
        copy.len_bytes == 0 || end != copy.ptr + copy.len_bytes ||
        !(f->min_salience >= 0 && f->min_salience <= 1)) {
        return gz_error_set(err, GZ_INVALID,
                            "min_salience is \"" GZ_STR_FMT
                            "\", allowed is a number from 0 to 1",
                            GZ_STR_ARG(value));
    }
    return GZ_OK;
}

static enum gz_status take(struct gz_entity_filter *f,
                           const struct gz_argument *a, struct gz_error *err)
{
    for (enum field i = 0; i < FIELD_COUNT; i++) {
        if (gz_str_is(a->name, gz_entity_filter_names[i])) {
            return add(f, i, a->value, err);
        }
    }
    return gz_str_is(a->name, gz_entity_filter_names[MIN_SALIENCE])
               ? set_salience(f, a->value, err)
               : GZ_OK;
}

enum gz_status gz_entity_filter_parse(const struct gz_target *target,
                                      struct gz_entity_filter **out,
                                      struct gz_error *err)
{
    struct gz_entity_filter *f = calloc(1, sizeof(*f));

    *out = NULL;
    if (f != NULL) {
        f->arena = gz_arena_new(SIZE_MAX);
    }
    if (f == NULL || f->arena == NULL) {
        gz_entity_filter_free(f);
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    for (uint32_t i = 0; i < target->argument_count; i++) {
        const enum gz_status st = take(f, &target->arguments[i], err);
        if (st != GZ_OK) {
            gz_entity_filter_free(f);
            return st;
        }
    }
    *out = f;
    return GZ_OK;
}

void gz_entity_filter_free(struct gz_entity_filter *filter)
{
    if (filter != NULL) {
        gz_arena_free(filter->arena);
        free(filter);
    }
}

const struct gz_str *gz_entity_filter_keys(const struct gz_entity_filter *f,
                                           size_t *count)
{
    *count = f->values[ENTITY].count;
    return f->values[ENTITY].items;
}

// RFC 4647, basic filtering.
static bool is_language(struct gz_str has, struct gz_str wanted)
{
    return has.len_bytes >= wanted.len_bytes &&
           gz_str_eq_nocase(gz_str_of(has.ptr, wanted.len_bytes), wanted) &&
           (has.len_bytes == wanted.len_bytes ||
            has.ptr[wanted.len_bytes] == '-');
}

static bool holds(const struct gz_entity_filter *f, enum field field,
                  struct gz_str has, gz_filter_values_test *test)
{
    return gz_filter_values_hold(&f->values[field], has, test);
}

bool gz_entity_filter_matches(const struct gz_entity_filter *f,
                              const struct gz_event *event)
{
    return event->salience >= f->min_salience &&
           holds(f, ENTITY, event->entity_id, gz_filter_values_equal) &&
           holds(f, TYPE, event->entity_type, gz_type_is_a) &&
           holds(f, LANGUAGE, event->article->language, is_language) &&
           holds(f, SOURCE, event->article->source, gz_filter_values_equal);
}
