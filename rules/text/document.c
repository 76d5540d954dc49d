// Puts the parts of rules/text together for both fields of an article.

#include "rules/text/document.h"

#include <assert.h>

static enum gz_status cut(struct gz_str text, struct gz_arena *arena,
                          struct gz_passage *out)
{
    out->text = text;
    enum gz_status status = gz_tokens_split(text, arena, &out->tokens);
    if (status == GZ_OK) {
        status = gz_sentences_split(text, &out->tokens, arena, &out->sentences);
    }
    if (status == GZ_OK) {
        status = gz_offsets_new(text, arena, &out->offsets);
    }
    return status;
}

enum gz_status gz_document_new(struct gz_str title, struct gz_str body,
                               struct gz_str language, struct gz_arena *arena,
                               struct gz_document **out)
{
    struct gz_document *doc = GZ_ARENA_NEW(arena, struct gz_document);
    if (doc == NULL) {
        return GZ_LIMIT;
    }
    doc->language = language;
    enum gz_status status = cut(title, arena, &doc->fields[GZ_FIELD_TITLE]);
    if (status == GZ_OK) {
        status = cut(body, arena, &doc->fields[GZ_FIELD_BODY]);
    }
    if (status == GZ_OK) {
        *out = doc;
    }
    return status;
}

enum gz_zone gz_document_zone(const struct gz_document *doc,
                              enum gz_field field, uint32_t byte)
{
    assert(field < GZ_FIELD_COUNT);
    assert(byte <= doc->fields[field].text.len_bytes);
    return field == GZ_FIELD_TITLE ? GZ_ZONE_TITLE : GZ_ZONE_BODY;
}

bool gz_document_speaks(const struct gz_document *doc, struct gz_str language)
{
    struct gz_str pack = language;
    struct gz_str article = doc->language;
    return language.len_bytes == 0 || doc->language.len_bytes == 0 ||
           gz_str_is(language, "mul") ||
           gz_str_eq_nocase(gz_str_cut(&pack, '-'), gz_str_cut(&article, '-'));
}
