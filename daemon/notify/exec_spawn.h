#ifndef GZ_EXEC_SPAWN_H
#define GZ_EXEC_SPAWN_H

#include <sys/types.h>

#include "daemon/base/status.h"

// A program that was started, seen from outside.
struct gz_exec_child {
    pid_t pid;      // and its process group
    int pidfd;      // readable when it has ended
    int input_fd;   // its standard input; non-blocking, as the next
    int output_fd;  // what it prints, errors too
};

/**
 * Start command in environment, both NULL-terminated.  All descriptors are
 * the caller's to close.  GZ_IO: saved in *saved_errno is why not.
 */
enum gz_status gz_exec_spawn(const char *const *command,
                             char *const *environment,
                             struct gz_exec_child *out,
                             int *saved_errno) GZ_MUST_CHECK;

#endif
