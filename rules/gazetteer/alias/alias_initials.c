// Rules initials and middle-initial.

#include "rules/gazetteer/alias/alias_work.h"
#include "rules/gazetteer/alias/legal_forms.h"
#include "rules/gazetteer/image/image.h"

enum { INITIALS_MAX = 4, PARTS_MAX = 6 * GZ_NAME_WORDS_MAX };

// A word of a name; initials are its letters, if it is made of such.
struct part {
    struct gz_str word;
    char initials[INITIALS_MAX];
    uint32_t initial_count;
};

struct parts {
    struct part items[GZ_NAME_WORDS_MAX];
    uint32_t count;
};

// "J." or "J.P." or, where letters alone can be nothing else, "J"
static uint32_t read_dotted(struct gz_str word, char out[INITIALS_MAX])
{
    uint32_t count = 0;
    for (size_t i = 0; i < word.len_bytes; i += 2) {
        if (count == INITIALS_MAX || !gz_alias_is_upper(word.ptr[i]) ||
            i + 1 == word.len_bytes || word.ptr[i + 1] != '.') {
            return 0;
        }
        out[count++] = word.ptr[i];
    }
    return count;
}

static bool is_numeral(char c)
{
    return c == 'I' || c == 'V' || c == 'X';
}

// Letters without full stops: two at the begin of a name ("JP Morgan"), one
// inside a person's.
static uint32_t read_bare(struct gz_str word, bool first, bool person,
                          char out[INITIALS_MAX])
{
    const size_t len = word.len_bytes;
    if (len == 2 && first && gz_alias_is_upper(word.ptr[0]) &&
        gz_alias_is_upper(word.ptr[1])) {
        out[0] = word.ptr[0];
        out[1] = word.ptr[1];
        return 2;
    }
    if (len == 1 && person && gz_alias_is_upper(word.ptr[0]) &&
        !is_numeral(word.ptr[0])) {
        out[0] = word.ptr[0];
        return 1;
    }
    return 0;
}

static bool read_parts(struct gz_str name, bool person, struct parts *out)
{
    out->count = 0;
    while (name.ptr != NULL) {
        if (out->count == GZ_NAME_WORDS_MAX) {
            return false;
        }
        struct part *p = &out->items[out->count];
        p->word = gz_alias_next_word(&name);
        p->initial_count = read_dotted(p->word, p->initials);
        if (p->initial_count == 0 && name.ptr != NULL) {
            p->initial_count =
                read_bare(p->word, out->count == 0, person, p->initials);
        }
        out->count += p->word.len_bytes > 0;
    }
    return true;
}

// How a run of initials may be written.
struct style {
    const char *behind;   // each letter
    const char *between;  // two letters
};

struct writer {
    struct gz_str items[PARTS_MAX];
    uint32_t count;
};

static void add(struct writer *out, const char *text)
{
    if (out->count < PARTS_MAX) {
        out->items[out->count++] = gz_str_z(text);
    }
}

static void write_initials(struct writer *out, const struct part *p,
                           const struct style *style, bool goes_on)
{
    for (uint32_t i = 0; i < p->initial_count; i++) {
        if (i > 0 || goes_on) {
            add(out, style->between);
        }
        if (out->count < PARTS_MAX) {
            out->items[out->count++] = gz_str_of(&p->initials[i], 1);
        }
        add(out, style->behind);
    }
}

static void put_style(struct gz_alias_work *w, const struct parts *parts,
                      const struct style *style)
{
    struct writer out = {.count = 0};
    for (uint32_t i = 0; i < parts->count; i++) {
        const struct part *p = &parts->items[i];
        const bool goes_on = i > 0 && p->initial_count > 0 &&
                             parts->items[i - 1].initial_count > 0;
        if (i > 0 && !goes_on) {
            add(&out, " ");
        }
        if (p->initial_count > 0) {
            write_initials(&out, p, style, goes_on);
        } else if (out.count < PARTS_MAX) {
            out.items[out.count++] = p->word;
        }
    }
    gz_alias_put_parts(w, out.items, out.count);
}

// Letters that are a legal form ("PT Astra", "Acme L.L.C.") are written by
// other rules.
static void spare_forms(struct gz_str name, struct parts *parts)
{
    size_t byte;
    if (parts->count > 0 && gz_legal_forms_begin(name, &byte)) {
        parts->items[0].initial_count = 0;
    }
    if (parts->count > 0 && gz_legal_forms_end(name, &byte) != NULL) {
        parts->items[parts->count - 1].initial_count = 0;
    }
}

// Initials alone are an acronym, of which nobody writes variants.
void gz_alias_initials(struct gz_alias_work *w, struct gz_str name)
{
    static const struct style styles[] = {
        {".", " "},  // J. P. Morgan
        {".", ""},   // J.P. Morgan
        {"", ""},    // JP Morgan
        {"", " "},   // J P Morgan
    };
    struct parts parts;
    uint32_t initials = 0;
    if (!read_parts(name, gz_alias_is_a(w, "Person"), &parts)) {
        return;
    }
    if (gz_alias_is_a(w, "Org")) {
        spare_forms(name, &parts);
    }
    for (uint32_t i = 0; i < parts.count; i++) {
        initials += parts.items[i].initial_count > 0;
    }
    if (initials == 0 || initials == parts.count) {
        return;
    }
    for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++) {
        put_style(w, &parts, &styles[i]);
    }
}

// Whether the first name and the last are written out.
static bool has_both_names(const struct parts *p)
{
    return p->count > 2 && p->items[0].initial_count == 0 &&
           p->items[0].word.len_bytes > 1 &&
           p->items[p->count - 1].initial_count == 0;
}

void gz_alias_middle_initial(struct gz_alias_work *w, struct gz_str name)
{
    struct parts parts;
    struct writer out = {.count = 0};
    if (!gz_alias_is_a(w, "Person") || !read_parts(name, true, &parts) ||
        !has_both_names(&parts)) {
        return;
    }
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].initial_count == 0) {
            add(&out, i > 0 ? " " : "");
            out.items[out.count++] = parts.items[i].word;
        }
    }
    gz_alias_put_parts(w, out.items, out.count);
}
