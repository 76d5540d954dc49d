#ifndef GZ_EXEC_H
#define GZ_EXEC_H

#include <ev.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "daemon/notify/outcome.h"

/*
 * Runs a local program for each alert, with the alert on its standard input.
 * No shell takes part: the command is a list of words.
 *
 * The program finds a clean environment (PATH, LANG, GAZETTED_RECEIVER and
 * GAZETTED_ALERT_ID), no descriptor of ours beside 0, 1 and 2, the folder "/"
 * and a process group of its own, which is killed as a whole when the time is
 * over.  What it prints is read and, but for its beginning, thrown away.
 *
 * Status 0 is a delivery; 65, 67 and 68 of sysexits.h (bad data, no such user
 * or host) refuse the alert; all else may go well later.
 *
 * Its end comes by a pidfd: libev's child watchers work in the default loop
 * only.  Loop thread only; SIGPIPE must be ignored.
 */
struct gz_exec;

// All borrowed for the life of the exec.
struct gz_exec_options {
    struct ev_loop *loop;
    const char *const *command;  // NULL-terminated; the first is a path
    const char *receiver;
    int64_t timeout_ms;
};

/** What becomes of a run; it may start further ones, and not free. */
typedef void gz_exec_done(void *ctx, const struct gz_outcome *outcome);

/** An owned exec; nothing runs yet.  Fails with GZ_NO_MEMORY.
 * Release with gz_exec_free(). */
enum gz_status gz_exec_new(const struct gz_exec_options *options,
                           struct gz_exec **out,
                           struct gz_error *err) GZ_MUST_CHECK;

/** Kill what runs, without a word, and release; NULL allowed. */
void gz_exec_free(struct gz_exec *e);

/**
 * Start the program; body is borrowed until done is called, from the loop.
 * GZ_NO_MEMORY or GZ_IO: it could not be started, said in why.
 */
enum gz_status gz_exec_run(struct gz_exec *e, struct gz_str id,
                           struct gz_str body, gz_exec_done *done, void *ctx,
                           struct gz_outcome *why) GZ_MUST_CHECK;

#endif
