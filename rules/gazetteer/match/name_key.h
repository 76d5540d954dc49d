#ifndef GZ_NAME_KEY_H
#define GZ_NAME_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/text/token_keys.h"

/*
 * Keys of names: what makes two spellings meet in the index.  A sequence of
 * words chains the keys of token_keys.h with those of the gaps between them,
 * see name_gap.h.
 *
 * Case is folded everywhere, so that "ACME CORP" finds "Acme Corp" with one
 * entry per name.  What keeps lower case words from being looked up is the
 * class of the first word: names that begin with a lower case letter have keys
 * of their own.  We chose this over a second, folded set of entries because
 * it costs no memory; the price is that a match is confirmed against the
 * name's text, which has to be read anyway.
 *
 * Keys are part of the image format: a change needs a new GZ_IMAGE_VERSION.
 */

/** The key of a name's first word text[begin_byte..end_byte), in the class
 * that small says. */
static inline uint64_t gz_name_key_first(struct gz_str text,
                                         uint32_t begin_byte, uint32_t end_byte,
                                         bool small)
{
    return gz_token_key_first_slowly(text.ptr + begin_byte,
                                     end_byte - begin_byte, small);
}

/** The key of a further word text[begin_byte..end_byte). */
static inline uint64_t gz_name_key_word(struct gz_str text, uint32_t begin_byte,
                                        uint32_t end_byte)
{
    return gz_token_key(text.ptr + begin_byte, end_byte - begin_byte,
                        text.len_bytes - begin_byte);
}

/** The key of a sequence made longer by a gap and a word. */
static inline uint64_t gz_name_key_chain(uint64_t key, uint64_t gap,
                                         uint64_t word)
{
    return gz_token_keys_mix(key ^ 0x94d049bb133111ebU ^ (gap << 7),
                             word ^ 0xbf58476d1ce4e5b9U);
}

#endif
