#ifndef GZ_EVIDENCE_TEXT_H
#define GZ_EVIDENCE_TEXT_H

#include "codecs/alert_event.h"
#include "daemon/base/buffer.h"

/**
 * Append a piece of evidence as lines for people: when, who and which title,
 * the address, and each fact with the words that the article has for it.
 * Control characters become blanks.
 */
void gz_evidence_text_append(const struct gz_alert_evidence *evidence,
                             struct gz_buffer *out);

#endif
