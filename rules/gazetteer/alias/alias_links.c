// Rules ampersand and the: small words that writers leave out or write
// otherwise.

#include "rules/gazetteer/alias/alias_work.h"
#include "rules/gazetteer/image/image.h"

void gz_alias_the(struct gz_alias_work *w, struct gz_str name)
{
    static const struct gz_str articles[] = {
        {"The ", 4},
        {"THE ", 4},
        {"the ", 4},
    };
    for (size_t i = 0; i < sizeof(articles) / sizeof(articles[0]); i++) {
        if (gz_str_starts(name, articles[i])) {
            const size_t skip = articles[i].len_bytes;
            gz_alias_put(w, gz_str_trim(gz_str_of(name.ptr + skip,
                                                  name.len_bytes - skip)));
            return;
        }
    }
}

// What a connecting word may be written as; NULL: it is none.
static const char *other_link(struct gz_str word)
{
    static const struct {
        const char *word;
        const char *other;
    } links[] = {
        {"&", "and"}, {"and", "&"}, {"AND", "&"}, {"und", "&"}, {"et", "&"},
    };
    for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
        if (gz_str_is(word, links[i].word)) {
            return links[i].other;
        }
    }
    return NULL;
}

// Every link of a name is written the other way at once: who writes "A and B"
// writes "C and D" too.
void gz_alias_ampersand(struct gz_alias_work *w, struct gz_str name)
{
    struct gz_str parts[2 * GZ_NAME_WORDS_MAX];
    uint32_t count = 0;
    bool any = false;
    struct gz_str rest = name;
    while (rest.ptr != NULL) {
        if (count + 2 > sizeof(parts) / sizeof(parts[0])) {
            return;
        }
        const struct gz_str word = gz_alias_next_word(&rest);
        const bool inner = count > 0 && rest.ptr != NULL;
        const char *other = inner ? other_link(word) : NULL;
        if (count > 0) {
            parts[count++] = GZ_STR_LIT(" ");
        }
        parts[count++] = other == NULL ? word : gz_str_z(other);
        any |= other != NULL;
    }
    if (any) {
        gz_alias_put_parts(w, parts, count);
    }
}
