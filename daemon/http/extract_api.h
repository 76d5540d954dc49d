#ifndef GZ_EXTRACT_API_H
#define GZ_EXTRACT_API_H

#include "daemon/config/config.h"
#include "daemon/flow/rules_cell.h"
#include "daemon/http/routes.h"

/*
 * POST /v1/extract: what the rules in use make of an article, in the answer
 * and nowhere else.  One thread of its own works them off, in order, so that
 * at most one core is taken from the workers; a few may wait, the next are
 * told to come again.
 */
enum {
    GZ_EXTRACT_API_WAITING = 16,          // articles; the next is refused
    GZ_EXTRACT_API_BODY_BYTES = 1 << 20,  // of one article
};

struct gz_extract_api;

/** Start the thread.  config and rules are borrowed; fingerprint: of the event
 * schema.  Fails with GZ_INVALID (the field map), GZ_IO or GZ_NO_MEMORY.
 * Release with gz_extract_api_free(). */
enum gz_status gz_extract_api_new(const struct gz_config *config,
                                  struct gz_rules_cell *rules,
                                  uint64_t fingerprint,
                                  struct gz_extract_api **out,
                                  struct gz_error *err) GZ_MUST_CHECK;

/** End the thread; all that waits is answered.  Before the server is closed. */
void gz_extract_api_stop(struct gz_extract_api *api);

/** NULL allowed. */
void gz_extract_api_free(struct gz_extract_api *api);

struct gz_route_set gz_extract_api_routes(struct gz_extract_api *api);

#endif
