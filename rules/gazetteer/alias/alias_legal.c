// Rule legal-suffix: legal forms off, one after the other, and the other ways
// to write the one that is left.

#include <string.h>

#include "rules/gazetteer/alias/alias_work.h"
#include "rules/gazetteer/alias/legal_forms.h"

// Words behind which a name does not end.
static bool is_open(struct gz_str word)
{
    static const char *const words[] = {"of",  "for", "and", "the", "The", "de",
                                        "und", "et",  "du",  "y",   "&"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (gz_str_is(word, words[i])) {
            return true;
        }
    }
    return false;
}

// "Tiffany & Co." without its form still ends in "&".
static struct gz_str trim_connector(struct gz_str name)
{
    static const char *const words[] = {"&", "and", "und", "et", "y"};
    const struct gz_str last = gz_alias_last_word(name);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (gz_str_is(last, words[i])) {
            name.len_bytes -= last.len_bytes;
            return gz_alias_trim_end(name);
        }
    }
    return name;
}

static bool same_letters(struct gz_str written, struct gz_str spelling)
{
    size_t i = 0;
    for (size_t k = 0; k < spelling.len_bytes; k++) {
        if (spelling.ptr[k] == '.') {
            continue;
        }
        while (i < written.len_bytes && written.ptr[i] == '.') {
            i++;
        }
        if (i == written.len_bytes || written.ptr[i++] != spelling.ptr[k]) {
            return false;
        }
    }
    return i == written.len_bytes ||
           (i + 1 == written.len_bytes && written.ptr[i] == '.');
}

// Whether a form is written as somebody who takes care would, so that the
// other ways are worth having: not in capitals.
static bool is_careful(const struct gz_legal_form *form, struct gz_str written)
{
    for (int i = 0; i < GZ_LEGAL_SPELLINGS; i++) {
        if (form->spellings[i].len_bytes > 0 &&
            same_letters(written, form->spellings[i])) {
            return true;
        }
    }
    return false;
}

static void put_joined(struct gz_alias_work *w, struct gz_str stem,
                       struct gz_str gap, struct gz_str form)
{
    const struct gz_str parts[] = {stem, gap, form};
    gz_alias_put_parts(w, parts, 3);
}

static void put_variants(struct gz_alias_work *w, struct gz_str name,
                         struct gz_str stem, size_t begin,
                         const struct gz_legal_form *form)
{
    const size_t gap_bytes = begin - stem.len_bytes;
    const struct gz_str written =
        gz_str_of(name.ptr + begin, name.len_bytes - begin);
    if (gap_bytes == 0 || !is_careful(form, written)) {
        return;
    }
    const bool comma =
        memchr(name.ptr + stem.len_bytes, ',', gap_bytes) != NULL;
    const struct gz_str gap = comma ? GZ_STR_LIT(", ") : GZ_STR_LIT(" ");
    if (form->comma) {
        put_joined(w, stem, comma ? GZ_STR_LIT(" ") : GZ_STR_LIT(", "),
                   written);
    }
    for (int i = 0; i < GZ_LEGAL_SPELLINGS; i++) {
        const struct gz_str spelling = form->spellings[i];
        if (spelling.len_bytes > 0 && !gz_str_eq(written, spelling)) {
            put_joined(w, stem, gap, spelling);
        }
    }
}

// Whether what is left may be called so: one letter, or nothing but a form
// before it, may not.
static bool is_name(struct gz_str name)
{
    size_t end;
    return name.len_bytes > 1 && !is_open(gz_alias_last_word(name)) &&
           !(name.len_bytes == 2 && name.ptr[1] == '.') &&
           !(gz_legal_forms_begin(name, &end) && end == name.len_bytes);
}

// Take the forms behind a name off, one at a time; what is left.
static struct gz_str strip_end(struct gz_alias_work *w, struct gz_str name)
{
    size_t begin;
    const struct gz_legal_form *form;
    while ((form = gz_legal_forms_end(name, &begin)) != NULL) {
        const struct gz_str stem =
            gz_alias_trim_end(gz_str_of(name.ptr, begin));
        const struct gz_str less = trim_connector(stem);
        if (!is_name(less)) {
            break;
        }
        if (less.len_bytes == stem.len_bytes) {
            put_variants(w, name, stem, begin, form);
        }
        gz_alias_put(w, less);
        name = less;
    }
    return name;
}

void gz_alias_legal_suffix(struct gz_alias_work *w, struct gz_str name)
{
    if (!gz_alias_is_a(w, "Org")) {
        return;
    }
    size_t end;
    const struct gz_str stem = strip_end(w, name);
    if (gz_legal_forms_begin(stem, &end) && is_name(stem)) {
        gz_alias_put(w, gz_str_of(stem.ptr + end, stem.len_bytes - end));
    }
}
