#ifndef GZ_GAZETTEER_TOKENS_H
#define GZ_GAZETTEER_TOKENS_H

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/text/tokens.h"

/**
 * The candidates whose places are whole tokens, with these, in arena.
 * Fails with GZ_LIMIT.
 */
enum gz_status
gz_gazetteer_tokens_keep(const struct gz_candidates *all,
                         const struct gz_tokens *tokens, struct gz_arena *arena,
                         struct gz_candidates *out) GZ_MUST_CHECK;

#endif
