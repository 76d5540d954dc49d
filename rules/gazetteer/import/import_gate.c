// Gazetteers of GATE (https://gate.ac.uk/sale/tao/splitch13.html): lists.def
// names the lists, file:major type:minor type:language:annotation type; a list
// has a name a line, and features behind it.

#include <string.h>

#include "rules/gazetteer/import/importer.h"

enum { FEATURES_MAX = 64 };

// A line of a list; views of the line or in scratch.
struct entry {
    struct gz_str name;
    struct gz_str features[FEATURES_MAX];  // the last first
    size_t count;
    bool more;  // features than fit
};

static bool is_key_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
           (c & 0x80) != 0;
}

// key=value; "Q&A" and "AT&T" hold no feature.
static bool is_feature(struct gz_str s)
{
    size_t i = 0;
    while (i < s.len_bytes && is_key_byte(s.ptr[i])) {
        i++;
    }
    return i > 0 && i < s.len_bytes && s.ptr[i] == '=';
}

// Features stand between tabs or &, as the gazetteer was set up; a name may
// hold & itself, so only what looks like a feature is one.
static void split(struct gz_str line, struct entry *e)
{
    const char separator =
        memchr(line.ptr, '\t', line.len_bytes) == NULL ? '&' : '\t';
    *e = (struct entry){.name = line};
    for (;;) {
        const char *at = memrchr(e->name.ptr, separator, e->name.len_bytes);
        if (at == NULL) {
            break;
        }
        const size_t before = (size_t)(at - e->name.ptr);
        const struct gz_str last =
            gz_str_of(at + 1, e->name.len_bytes - before - 1);
        if (separator == '&' && !is_feature(last)) {
            break;
        }
        if (e->count < FEATURES_MAX) {
            e->features[e->count++] = last;
        } else {
            e->more = true;
        }
        e->name.len_bytes = before;
    }
    e->name = gz_str_trim(e->name);
}

static bool can_be_attribute(struct gz_str feature)
{
    struct gz_str value = feature;
    const struct gz_str key = gz_str_cut(&value, '=');
    return key.len_bytes > 0 && value.len_bytes > 0 &&
           memchr(feature.ptr, ';', feature.len_bytes) == NULL;
}

static enum gz_status make_attributes(struct gz_importer *im,
                                      const struct gz_import_place *place,
                                      const struct entry *e,
                                      struct gz_str language,
                                      struct gz_str *out)
{
    struct gz_buffer pairs;
    gz_buffer_init(&pairs, 0);
    if (e->more) {
        gz_import_report_add(im->report, place, 1,
                             "features beyond the last %d; the name stays",
                             FEATURES_MAX);
    }
    for (size_t i = e->count; i > 0; i--) {
        const struct gz_str feature = gz_str_trim(e->features[i - 1]);
        if (feature.len_bytes == 0) {
            continue;
        }
        if (!can_be_attribute(feature)) {
            gz_import_report_add(im->report, place, 1,
                                 "a feature that is not key=value, or holds a "
                                 "semicolon; the name stays");
            continue;
        }
        if (pairs.len > 0) {
            gz_buffer_append_byte(&pairs, ';');
        }
        gz_buffer_append_str(&pairs, feature);
    }
    if (language.len_bytes > 0) {
        gz_buffer_append_fmt(&pairs, "%slanguage=" GZ_STR_FMT,
                             pairs.len > 0 ? ";" : "", GZ_STR_ARG(language));
    }
    enum gz_status st = gz_buffer_status(&pairs);
    if (st == GZ_OK) {
        *out = gz_arena_copy(im->scratch, gz_buffer_str(&pairs));
        st = out->ptr == NULL ? GZ_NO_MEMORY : GZ_OK;
    }
    gz_buffer_fini(&pairs);
    return st;
}

static bool has_control(struct gz_str s)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        if ((unsigned char)s.ptr[i] < 0x20 && s.ptr[i] != '\t') {
            return true;
        }
    }
    return false;
}

struct list {
    struct gz_str label;
    struct gz_str language;
};

static enum gz_status take(struct gz_importer *im,
                           const struct gz_import_lines *lines,
                           struct gz_str line, const void *context)
{
    const struct list *list = context;
    const struct gz_import_place *place = &lines->place;
    struct entry e;
    im->report->rows++;
    if (has_control(line)) {
        gz_import_report_add(im->report, place, 1, "a control character");
        return GZ_OK;
    }
    split(line, &e);
    struct gz_import_name name = {
        .label = list->label,
        .name = e.name,
        .name_case = im->options->name_case,
    };
    const enum gz_status st =
        make_attributes(im, place, &e, list->language, &name.attributes);
    return st == GZ_OK ? gz_importer_add(im, place, &name) : st;
}

enum gz_status gz_import_gate_entries(struct gz_importer *im,
                                      const struct gz_source *src,
                                      struct gz_str label,
                                      struct gz_str language)
{
    const struct list list = {.label = label, .language = language};
    return gz_importer_run(im, src, take, &list);
}
