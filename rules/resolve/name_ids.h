#ifndef GZ_NAME_IDS_H
#define GZ_NAME_IDS_H

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/str.h"

/*
 * How entities are called that no list has: "name:PERSON/jane roe", the same
 * in every article.
 */

/** A name as it is shown, in arena: white space is one blank, whatever it was.
 * A view with ptr NULL when the arena is full. */
struct gz_str gz_name_ids_show(struct gz_arena *arena, struct gz_str name);

/** The id of a shown name and the path of its type, in arena: folded by width
 * and case, without accents.  A view with ptr NULL when the arena is full.
 * scratch: borrowed for the call. */
struct gz_str gz_name_ids_make(struct gz_arena *arena,
                               struct gz_buffer *scratch, struct gz_str shown,
                               struct gz_str type);

#endif
