#ifndef GZ_ARTICLE_STATUS_H
#define GZ_ARTICLE_STATUS_H

#include <stdbool.h>

#include "codecs/event.h"
#include "daemon/base/str.h"

/**
 * The state that a word of news formats stands for, without regard to case.
 * False for one that means nothing: such an article counts as published.
 */
bool gz_article_status_read(struct gz_str word, enum gz_event_status *out);

/** The words, i from 0; NULL behind the last. */
const char *gz_article_status_word(size_t i);

#endif
