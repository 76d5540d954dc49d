#ifndef GZ_DECODE_TEXT_H
#define GZ_DECODE_TEXT_H

#include "codecs/decode.h"

/**
 * Plain text: all of it is the body, but for a byte order mark in front.
 * It must be UTF-8 and more than white space.  Fills out->body only, in
 * arena.  Fails with *failure filled.
 */
enum gz_status gz_decode_text(struct gz_str input, struct gz_arena *arena,
                              struct gz_article *out,
                              struct gz_decode_failure *failure) GZ_MUST_CHECK;

#endif
