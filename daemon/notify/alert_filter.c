#include "daemon/notify/alert_filter.h"

#include <stdlib.h>

#include "codecs/alert_symbol.h"
#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/notify/filter_values.h"
#include "rules/types.h"

enum field { SUBSCRIPTION, ENTITY, TYPE, STATE, SEVERITY, FIELD_COUNT };

_Static_assert((int)FIELD_COUNT == (int)GZ_ALERT_FILTER_SEVERAL,
               "what is filtered may stand several times");

const char *const gz_alert_filter_names[] = {
    [SUBSCRIPTION] = "subscription",
    [ENTITY] = "entity",
    [TYPE] = "type",
    [STATE] = "state",
    [SEVERITY] = "severity",
    "since",
    "last_event_id",
    NULL,
};

struct gz_alert_filter {
    struct gz_arena *arena;  // of the texts
    struct gz_filter_values values[FIELD_COUNT];
};

static bool is_symbol(enum gz_alert_enum which, struct gz_str value)
{
    const uint32_t unknown = gz_alert_symbol_count(which) - 1;

    for (uint32_t i = 0; i < unknown; i++) {
        if (gz_str_eq_nocase(value, gz_str_z(gz_alert_symbol_name(which, i)))) {
            return true;
        }
    }
    return false;
}

static enum gz_status refuse_symbol(enum gz_alert_enum which, const char *name,
                                    struct gz_str value, struct gz_error *err)
{
    const uint32_t unknown = gz_alert_symbol_count(which) - 1;
    struct gz_buffer allowed;

    gz_buffer_init(&allowed, 0);
    for (uint32_t i = 0; i < unknown; i++) {
        gz_buffer_append_fmt(&allowed, "%s%s", i == 0 ? "" : ", ",
                             gz_alert_symbol_name(which, i));
    }
    const struct gz_str list = gz_buffer_str(&allowed);
    const enum gz_status st =
        gz_error_set(err, GZ_INVALID,
                     "unknown %s \"" GZ_STR_FMT "\", allowed are " GZ_STR_FMT,
                     name, GZ_STR_ARG(value), GZ_STR_ARG(list));
    gz_buffer_fini(&allowed);
    return st;
}

static enum gz_status add_symbol(struct gz_alert_filter *f, enum field field,
                                 struct gz_str value, struct gz_error *err)
{
    const char *name = gz_alert_filter_names[field];
    const enum gz_alert_enum which =
        field == STATE ? GZ_ALERT_ENUM_STATE : GZ_ALERT_ENUM_SEVERITY;

    if (value.len_bytes > 0 && !is_symbol(which, value)) {
        return refuse_symbol(which, name, value, err);
    }
    return gz_filter_values_add(&f->values[field], name, value, f->arena, err);
}

static enum gz_status add(struct gz_alert_filter *f, enum field field,
                          struct gz_str value, struct gz_error *err)
{
    const char *name = gz_alert_filter_names[field];
    struct gz_filter_values *values = &f->values[field];

    switch (field) {
    case TYPE:
        return gz_filter_values_add_type(values, name, value, f->arena, err);
    case STATE:
    case SEVERITY:
        return add_symbol(f, field, value, err);
    default:
        return gz_filter_values_add(values, name, value, f->arena, err);
    }
}

static enum gz_status take(struct gz_alert_filter *f,
                           const struct gz_argument *a, struct gz_error *err)
{
    for (enum field i = 0; i < FIELD_COUNT; i++) {
        if (gz_str_is(a->name, gz_alert_filter_names[i])) {
            return add(f, i, a->value, err);
        }
    }
    return GZ_OK;
}

enum gz_status gz_alert_filter_parse(const struct gz_target *target,
                                     struct gz_alert_filter **out,
                                     struct gz_error *err)
{
    struct gz_alert_filter *f = calloc(1, sizeof(*f));

    *out = NULL;
    if (f != NULL) {
        f->arena = gz_arena_new(SIZE_MAX);
    }
    if (f == NULL || f->arena == NULL) {
        gz_alert_filter_free(f);
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    for (uint32_t i = 0; i < target->argument_count; i++) {
        const enum gz_status st = take(f, &target->arguments[i], err);
        if (st != GZ_OK) {
            gz_alert_filter_free(f);
            return st;
        }
    }
    *out = f;
    return GZ_OK;
}

void gz_alert_filter_free(struct gz_alert_filter *filter)
{
    if (filter != NULL) {
        gz_arena_free(filter->arena);
        free(filter);
    }
}

const struct gz_str *gz_alert_filter_keys(const struct gz_alert_filter *f,
                                          size_t *count)
{
    *count = f->values[SUBSCRIPTION].count;
    return f->values[SUBSCRIPTION].items;
}

static bool holds(const struct gz_alert_filter *f, enum field field,
                  struct gz_str has, gz_filter_values_test *test)
{
    return gz_filter_values_hold(&f->values[field], has, test);
}

static bool holds_symbol(const struct gz_alert_filter *f, enum field field,
                         enum gz_alert_enum which, uint32_t number)
{
    return holds(f, field, gz_str_z(gz_alert_symbol_name(which, number)),
                 gz_str_eq_nocase);
}

bool gz_alert_filter_matches(const struct gz_alert_filter *f,
                             const struct gz_alert_event *alert)
{
    return holds(f, SUBSCRIPTION, alert->subscription,
                 gz_filter_values_equal) &&
           holds(f, ENTITY, alert->entity_id, gz_filter_values_equal) &&
           holds(f, TYPE, alert->entity_type, gz_type_is_a) &&
           holds_symbol(f, STATE, GZ_ALERT_ENUM_STATE, alert->state) &&
           holds_symbol(f, SEVERITY, GZ_ALERT_ENUM_SEVERITY, alert->severity);
}
