#ifndef GZ_ACCESS_TOKENS_H
#define GZ_ACCESS_TOKENS_H

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Who may do what, by a secret that a request carries.  A token file has a
 * line for each:
 *
 *     read    8d4f…
 *     change  41c9…
 *
 * a scope, white space, and at least 16 characters without any.  Empty lines
 * and lines that begin with # count as nothing.  A token that may change may
 * read too.
 */
enum gz_scope {
    GZ_SCOPE_NONE,  // asks for no token
    GZ_SCOPE_READ,
    GZ_SCOPE_CHANGE,
};

enum { GZ_ACCESS_TOKENS_MAX = 256, GZ_ACCESS_TOKEN_LEAST_BYTES = 16 };

struct gz_access_tokens;

/**
 * Read tokens from the text of a file; name is what err calls it.  No message
 * holds a token.  Fails with GZ_INVALID or GZ_NO_MEMORY.
 * Release with gz_access_tokens_free().
 */
enum gz_status gz_access_tokens_parse(struct gz_str text, const char *name,
                                      struct gz_access_tokens **out,
                                      struct gz_error *err) GZ_MUST_CHECK;

/** The same from a file, which must not be readable by everybody; see
 * gz_secret_read(). */
enum gz_status gz_access_tokens_load(const char *file,
                                     const char *credentials_dir,
                                     struct gz_access_tokens **out,
                                     struct gz_error *err) GZ_MUST_CHECK;

/** Overwrite and release; NULL allowed. */
void gz_access_tokens_free(struct gz_access_tokens *tokens);

/**
 * What the value of an Authorization header ("Bearer ...") allows: GZ_SCOPE_
 * NONE when it is no known token.  Takes as long for any header of one length:
 * all tokens are compared, by their digests and all bits of these.
 */
enum gz_scope gz_access_tokens_scope(const struct gz_access_tokens *tokens,
                                     struct gz_str authorization);

#endif
