#include "daemon/http/target.h"

#include <stdlib.h>

#include "rules/text/utf8.h"

static int digit_of(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f;
}

// In place, at the place of s in text: what is decoded is never longer.
static bool decode(char *text, struct gz_str *s, bool plus)
{
    char *begin = text + (s->ptr - text);
    char *to = begin;

    for (size_t i = 0; i < s->len_bytes; i++) {
        char c = s->ptr[i];
        if (c == '%') {
            const bool room = i + 2 < s->len_bytes;
            const int high = room ? digit_of(s->ptr[i + 1]) : -1;
            const int low = room ? digit_of(s->ptr[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (is_control(c)) {
            return false;
        }
        *to++ = c;
    }
    *s = gz_str_of(begin, (size_t)(to - begin));
    return gz_utf8_valid(*s);
}

static enum gz_status refuse(struct gz_error *err, const char *what)
{
    return gz_error_set(err, GZ_INVALID, "the address of the request %s", what);
}

static enum gz_status cut_path(struct gz_target *out, struct gz_str path,
                               struct gz_error *err)
{
    if (path.len_bytes == 0 || path.ptr[0] != '/') {
        return refuse(err, "does not begin with a slash");
    }
    struct gz_str rest = gz_str_of(path.ptr + 1, path.len_bytes - 1);
    if (rest.len_bytes == 0) {
        return GZ_OK;
    }
    while (rest.ptr != NULL) {
        if (out->segment_count == GZ_TARGET_SEGMENTS) {
            return refuse(err, "has too many parts");
        }
        struct gz_str *s = &out->segments[out->segment_count++];
        *s = gz_str_cut(&rest, '/');
        if (!decode(out->text, s, false)) {
            return refuse(err, "is no percent-encoded UTF-8");
        }
    }
    return GZ_OK;
}

static enum gz_status cut_query(struct gz_target *out, struct gz_str query,
                                struct gz_error *err)
{
    while (query.ptr != NULL) {
        struct gz_str value = gz_str_cut(&query, '&');
        if (value.len_bytes == 0) {
            continue;
        }
        if (out->argument_count == GZ_TARGET_ARGUMENTS) {
            return refuse(err, "has too many parameters");
        }
        struct gz_argument *a = &out->arguments[out->argument_count++];
        a->name = gz_str_cut(&value, '=');
        a->value = value.ptr == NULL ? GZ_STR_LIT("") : value;
        if (!decode(out->text, &a->name, true) ||
            (value.ptr != NULL && !decode(out->text, &a->value, true))) {
            return refuse(err, "is no percent-encoded UTF-8");
        }
    }
    return GZ_OK;
}

enum gz_status gz_target_parse(struct gz_str text, struct gz_target *out,
                               struct gz_error *err)
{
    *out = (struct gz_target){.text = malloc(text.len_bytes + 1)};
    if (out->text == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    if (text.len_bytes > 0) {
        memcpy(out->text, text.ptr, text.len_bytes);
    }
    struct gz_str query = gz_str_of(out->text, text.len_bytes);
    const struct gz_str path = gz_str_cut(&query, '?');
    const enum gz_status st = cut_path(out, path, err);
    return st == GZ_OK ? cut_query(out, query, err) : st;
}

void gz_target_fini(struct gz_target *target)
{
    free(target->text);
    *target = (struct gz_target){0};
}

struct gz_str gz_target_argument(const struct gz_target *target,
                                 const char *name)
{
    for (uint32_t i = 0; i < target->argument_count; i++) {
        if (gz_str_is(target->arguments[i].name, name)) {
            return target->arguments[i].value;
        }
    }
    return (struct gz_str){NULL, 0};
}

static size_t count_names(const char *const *names)
{
    size_t count = 0;
    while (names[count] != NULL) {
        count++;
    }
    return count;
}

static enum gz_status report_unknown(struct gz_str name,
                                     const char *const *names,
                                     struct gz_error *err)
{
    const size_t count = count_names(names);
    const char *close = gz_str_suggest(name, names, count);
    struct gz_buffer list;

    if (close != NULL) {
        return gz_error_set(err, GZ_INVALID,
                            "unknown parameter \"" GZ_STR_FMT
                            "\", did you mean \"%s\"",
                            GZ_STR_ARG(name), close);
    }
    gz_buffer_init(&list, 0);
    for (size_t i = 0; i < count; i++) {
        gz_buffer_append_fmt(&list, "%s%s", i == 0 ? "" : ", ", names[i]);
    }
    const enum gz_status st = gz_error_set(
        err, GZ_INVALID,
        "unknown parameter \"" GZ_STR_FMT "\", allowed are " GZ_STR_FMT,
        GZ_STR_ARG(name), GZ_STR_ARG(gz_buffer_str(&list)));
    gz_buffer_fini(&list);
    return st;
}

static bool stands_before(const struct gz_target *target, uint32_t end,
                          struct gz_str name)
{
    for (uint32_t i = 0; i < end; i++) {
        if (gz_str_eq(target->arguments[i].name, name)) {
            return true;
        }
    }
    return false;
}

enum gz_status gz_target_check(const struct gz_target *target,
                               const char *const *names, size_t several,
                               struct gz_error *err)
{
    for (uint32_t i = 0; i < target->argument_count; i++) {
        const struct gz_str name = target->arguments[i].name;
        size_t k = 0;
        while (names[k] != NULL && !gz_str_is(name, names[k])) {
            k++;
        }
        if (names[k] == NULL) {
            return report_unknown(name, names, err);
        }
        if (k >= several && stands_before(target, i, name)) {
            return gz_error_set(err, GZ_INVALID,
                                "the parameter \"%s\" stands twice", names[k]);
        }
    }
    return GZ_OK;
}
