// The fields of an article and the names that publishers give them: those of
// schema.org (articleBody, headline, datePublished), ninjs (body_text,
// versioncreated), RSS and Atom turned into JSON (guid, link, pubDate) and
// common news interfaces (publishedAt, source.name).

#include "codecs/decode_fields.h"

#include <assert.h>
#include <stddef.h>

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct gz_decode_field fields[] = {
    [GZ_ARTICLE_ID] = {"id", GZ_DECODE_LABEL, offsetof(struct gz_article, id),
                       NAMES("/id", "/guid", "/article_id", "/articleId",
                             "/uri", "/@id", "/identifier")},
    [GZ_ARTICLE_TITLE] = {"title", GZ_DECODE_TEXT,
                          offsetof(struct gz_article, title),
                          NAMES("/title", "/headline", "/name")},
    [GZ_ARTICLE_BODY] = {"body", GZ_DECODE_TEXT,
                         offsetof(struct gz_article, body),
                         NAMES("/body", "/text", "/content", "/articleBody",
                               "/body_text")},
    [GZ_ARTICLE_URL] = {"url", GZ_DECODE_TEXT, offsetof(struct gz_article, url),
                        NAMES("/url", "/link", "/uri", "/@id")},
    [GZ_ARTICLE_LANGUAGE] = {"language", GZ_DECODE_TEXT,
                             offsetof(struct gz_article, language),
                             NAMES("/language", "/lang", "/inLanguage")},
    [GZ_ARTICLE_SOURCE] = {"source", GZ_DECODE_TEXT,
                           offsetof(struct gz_article, source),
                           NAMES("/source", "/source/name", "/publisher",
                                 "/publisher/name", "/provider",
                                 "/provider/name")},
    [GZ_ARTICLE_PUBLISHED] = {"published", GZ_DECODE_TIME, 0,
                              NAMES("/published_at", "/publishedAt",
                                    "/datePublished", "/published", "/pubDate",
                                    "/date", "/versioncreated",
                                    "/firstcreated")},
    [GZ_ARTICLE_STATUS] = {"status", GZ_DECODE_TEXT,
                           offsetof(struct gz_article, status),
                           NAMES("/status", "/pubstatus")},
    [GZ_ARTICLE_VERSION] = {"version", GZ_DECODE_LABEL,
                            offsetof(struct gz_article, version),
                            NAMES("/version")},
};

_Static_assert(sizeof(fields) / sizeof(fields[0]) == GZ_ARTICLE_FIELD_COUNT,
               "every field of an article is described");

const struct gz_decode_field *gz_decode_fields_get(enum gz_article_field field)
{
    assert(field < GZ_ARTICLE_FIELD_COUNT);
    return &fields[field];
}

const char *const *gz_decode_usual_pointers(enum gz_article_field field)
{
    return gz_decode_fields_get(field)->usual;
}
