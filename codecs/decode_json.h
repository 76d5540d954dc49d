#ifndef GZ_DECODE_JSON_H
#define GZ_DECODE_JSON_H

#include "codecs/decode.h"

/*
 * A JSON object to an article, in one walk over the document.
 *
 * For each field the first of its pointers that leads to a usable value
 * wins, in the order of the pointers.  null and "" count as missing.  Without
 * a map, so does a value of a wrong type: usual names are guesses, and a
 * "source" may as well be an object.  With a map it is an error.
 *
 * Texts must be strings; id and version may be numbers.  Strings are taken as
 * they are, U+0000 and markup too, so that offsets fit what others decode.
 * A time that cannot be read is unknown, or an error where it is mapped.
 */
struct gz_decode_json;

/** An owned decoder; fails like gz_decoder_new(). */
enum gz_status gz_decode_json_new(const struct gz_decode_options *options,
                                  struct gz_decode_json **out,
                                  struct gz_error *err) GZ_MUST_CHECK;
void gz_decode_json_free(struct gz_decode_json *d);

/**
 * Fill the fields of *out that the input has; the others stay as they are.
 * Fails with *failure filled.
 */
enum gz_status
gz_decode_json_run(struct gz_decode_json *d, struct gz_str input,
                   struct gz_arena *arena, struct gz_article *out,
                   struct gz_decode_failure *failure) GZ_MUST_CHECK;

#endif
