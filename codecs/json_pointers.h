#ifndef GZ_JSON_POINTERS_H
#define GZ_JSON_POINTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "codecs/json_reader.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"

/*
 * A set of JSON pointers (RFC 6901), each with a number, compiled into a tree
 * of keys, so that one walk over a document finds them all: parts of it that
 * no pointer names are stepped over.  Where an object has a key twice, the
 * first counts.
 */
#define GZ_JSON_POINTER_PARTS_MAX 16

struct gz_json_pointers;

/** An owned, empty set, or NULL; release with gz_json_pointers_free(). */
struct gz_json_pointers *gz_json_pointers_new(void);
void gz_json_pointers_free(struct gz_json_pointers *set);

/**
 * Add a pointer.  "" is the whole document.  Fails with GZ_INVALID, said in
 * err, when it is malformed or has more than GZ_JSON_POINTER_PARTS_MAX
 * parts, or with GZ_NO_MEMORY.
 */
enum gz_status gz_json_pointers_add(struct gz_json_pointers *set,
                                    const char *pointer, uint32_t number,
                                    struct gz_error *err) GZ_MUST_CHECK;

typedef void gz_json_pointers_fn(void *ctx, uint32_t number,
                                 struct gz_json_value value);

/**
 * Call found for every pointer that leads somewhere, in the order of the
 * document; the same place is reported once per number.  One thread at a
 * time.
 */
void gz_json_pointers_find(struct gz_json_pointers *set,
                           struct gz_json_value root,
                           gz_json_pointers_fn *found, void *ctx);

#endif
