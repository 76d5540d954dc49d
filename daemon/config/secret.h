#ifndef GZ_SECRET_H
#define GZ_SECRET_H

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"

/*
 * Passwords and keys come from files only: a configuration file is printed,
 * mailed and committed, a secret must not be.
 */
#define GZ_SECRET_LIMIT_BYTES 65536

// Why a secret could not be read, without any of it; "" when it could.
struct gz_secret_fault {
    char text[512];
};

/**
 * Append the contents of a secret file to out, without one trailing newline
 * and with a NUL behind that is not counted.  file: an absolute path, or a
 * name in credentials_dir (NULL: there is none).
 *
 * Fails, said in *fault: GZ_NOT_FOUND, GZ_DENIED
 * (not readable, or readable by everybody), GZ_INVALID (no regular file,
 * empty, holds a NUL, or a name that is no plain one), GZ_LIMIT, GZ_IO,
 * GZ_NO_MEMORY.
 */
enum gz_status gz_secret_read(const char *file, const char *credentials_dir,
                              struct gz_buffer *out,
                              struct gz_secret_fault *fault) GZ_MUST_CHECK;

/** Overwrite the contents of a buffer that held a secret and release it. */
void gz_secret_fini(struct gz_buffer *secret);

#endif
