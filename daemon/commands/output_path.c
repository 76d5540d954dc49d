// Outputs of commands.  We chose to replace files over writing into them
// because a daemon may have the old image mapped; a device cannot be replaced.

#include "daemon/commands/output_path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool gz_output_path_clashes(const char *option, const char *output,
                            const char *input)
{
    struct stat to;
    struct stat from;
    if (output == NULL || stat(output, &to) != 0 || stat(input, &from) != 0 ||
        !S_ISREG(to.st_mode) || to.st_dev != from.st_dev ||
        to.st_ino != from.st_ino) {
        return false;
    }
    fprintf(stderr,
            "error: %s is read and would be overwritten; name another file "
            "with --%s\n",
            input, option);
    return true;
}

static enum gz_status write_all(int fd, struct gz_str bytes)
{
    while (bytes.len_bytes > 0) {
        const ssize_t done = write(fd, bytes.ptr, bytes.len_bytes);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done < 0) {
            return GZ_IO;
        }
        bytes.ptr += done;
        bytes.len_bytes -= (size_t)done;
    }
    return GZ_OK;
}

// The mode that open() would have given; mkstemp() thinks of secrets.
static void open_to_readers(int fd)
{
    const mode_t mask = umask(0);
    umask(mask);
    fchmod(fd, 0666 & ~mask);
}

static enum gz_status write_beside(const char *path, struct gz_str bytes)
{
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.XXXXXX", path) < 0) {
        return GZ_NO_MEMORY;
    }
    const int fd = mkostemp(temporary, O_CLOEXEC);
    enum gz_status st = fd < 0 ? GZ_IO : write_all(fd, bytes);
    if (st == GZ_OK) {
        open_to_readers(fd);
        st = fsync(fd) == 0 && rename(temporary, path) == 0 ? GZ_OK : GZ_IO;
    }
    const int reason = errno;
    if (fd >= 0) {
        close(fd);
        if (st != GZ_OK) {
            unlink(temporary);
        }
    }
    free(temporary);
    errno = reason;
    return st;
}

static enum gz_status write_into(const char *path, struct gz_str bytes)
{
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    enum gz_status st = fd < 0 ? GZ_IO : write_all(fd, bytes);
    const int reason = errno;
    if (fd >= 0) {
        close(fd);
    }
    errno = reason;
    return st;
}

enum gz_status gz_output_path_replace(const char *path, struct gz_str bytes,
                                      struct gz_error *err)
{
    struct stat info;
    enum gz_status st;
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        st = write_into(path, bytes);
    } else {
        // Without a file, or where the link leads nowhere, the path itself.
        char *target = realpath(path, NULL);
        st = write_beside(target == NULL ? path : target, bytes);
        free(target);
    }
    return st == GZ_OK ? st
                       : gz_error_errno(err, errno, "cannot write %s", path);
}
