// The words that news formats use for an article's state.

#include "daemon/flow/article_status.h"

static const struct {
    const char *word;
    enum gz_event_status status;
} words[] = {
    {"published", GZ_EVENT_PUBLISHED}, {"usable", GZ_EVENT_PUBLISHED},
    {"corrected", GZ_EVENT_CORRECTED}, {"correction", GZ_EVENT_CORRECTED},
    {"updated", GZ_EVENT_CORRECTED},   {"retracted", GZ_EVENT_RETRACTED},
    {"canceled", GZ_EVENT_RETRACTED},  {"cancelled", GZ_EVENT_RETRACTED},
    {"withdrawn", GZ_EVENT_RETRACTED}, {"withheld", GZ_EVENT_RETRACTED},
};

enum { WORDS = sizeof(words) / sizeof(words[0]) };

bool gz_article_status_read(struct gz_str word, enum gz_event_status *out)
{
    for (size_t i = 0; i < WORDS; i++) {
        if (gz_str_eq_nocase(word, gz_str_z(words[i].word))) {
            *out = words[i].status;
            return true;
        }
    }
    return false;
}

const char *gz_article_status_word(size_t i)
{
    return i < WORDS ? words[i].word : NULL;
}
