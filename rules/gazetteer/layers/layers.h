#ifndef GZ_LAYERS_H
#define GZ_LAYERS_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/text/tokens.h"

/*
 * Images one over the other, a small one of changes over a big one for
 * example, that are used as if all had been compiled together: what an image
 * removes does not count in those before it, entities of several images that
 * share a key are one, and matches are found as in one image.  The big image
 * is not touched, so that processes go on sharing its pages.
 *
 * We chose to match in all images at once over matching in each and settling
 * overlaps later, because a match that loses to one of another image would
 * already have hidden what stands behind its begin.
 *
 * Immutable once made; any number of threads may read.
 */
struct gz_layers;

/**
 * Put count gazetteers together, the first one lowest.  takes: each of them,
 * also on failure; the array stays the caller's.  Reads all ids of all images
 * when there are several: 60 ms for a million.
 * Fails with GZ_INVALID when an image proves to be damaged, with GZ_NO_MEMORY
 * or GZ_LIMIT, said in err.  Release with gz_layers_free().
 */
enum gz_status gz_layers_new(struct gz_gazetteer *const *gazetteers,
                             size_t count, struct gz_layers **out,
                             struct gz_error *err) GZ_MUST_CHECK;

/** Release the layers and their gazetteers; NULL allowed. */
void gz_layers_free(struct gz_layers *l);

/** Find names as gz_gazetteer_find() does in one image. */
enum gz_status gz_layers_find(const struct gz_layers *l, struct gz_str text,
                              const struct gz_tokens *tokens,
                              struct gz_arena *arena,
                              struct gz_candidates *out) GZ_MUST_CHECK;

/**
 * The entity of a reading, as gz_gazetteer_entry() gives it; xids and
 * attributes are borrowed from the layers.
 */
enum gz_status gz_layers_entry(const struct gz_layers *l,
                               const struct gz_reading *r,
                               struct gz_arena *arena,
                               struct gz_entry *out) GZ_MUST_CHECK;

/** What is known of the entity of a reading besides its name. */
struct gz_details gz_layers_details(const struct gz_layers *l,
                                    const struct gz_reading *r);

/** Whether the entity of a reading is known by this name. */
bool gz_layers_is_named(const struct gz_layers *l, const struct gz_reading *r,
                        struct gz_str name);

/** The type alone, as gz_layers_entry() gives it. */
struct gz_str gz_layers_type(const struct gz_layers *l,
                             const struct gz_reading *r);

/** The id alone, as gz_layers_entry() gives it. */
enum gz_status gz_layers_id(const struct gz_layers *l,
                            const struct gz_reading *r, struct gz_arena *arena,
                            struct gz_str *out) GZ_MUST_CHECK;

/** What all images hold together, removed or not. */
struct gz_gazetteer_size gz_layers_size(const struct gz_layers *l);

/** A hash over the images, in order. */
uint64_t gz_layers_digest(const struct gz_layers *l);

#endif
