#include "daemon/config/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum gz_status find(const char *file, const char *credentials_dir,
                           char *path, size_t size_bytes, struct gz_error *err)
{
    int length = 0;
    if (file[0] == '/') {
        length = snprintf(path, size_bytes, "%s", file);
    } else if (strchr(file, '/') != NULL || strcmp(file, ".") == 0 ||
               strcmp(file, "..") == 0) {
        return gz_error_set(err, GZ_INVALID,
                            "\"%s\" is neither an absolute path nor the name "
                            "of a credential",
                            file);
    } else if (credentials_dir == NULL) {
        return gz_error_set(err, GZ_NOT_FOUND,
                            "\"%s\" is the name of a systemd credential and "
                            "$CREDENTIALS_DIRECTORY is not set (start the "
                            "service with LoadCredential=%s:FILE, or write an "
                            "absolute path)",
                            file, file);
    } else {
        length = snprintf(path, size_bytes, "%s/%s", credentials_dir, file);
    }
    if (length < 0 || (size_t)length >= size_bytes) {
        return gz_error_set(err, GZ_LIMIT,
                            "the path of a secret is longer "
                            "than %zu bytes",
                            size_bytes - 1);
    }
    return GZ_OK;
}

static enum gz_status report_open(const char *path, int saved_errno,
                                  struct gz_error *err)
{
    if (saved_errno == ENOENT || saved_errno == ENOTDIR) {
        return gz_error_set(err, GZ_NOT_FOUND, "%s does not exist", path);
    }
    if (saved_errno == EACCES || saved_errno == EPERM) {
        return gz_error_set(err, GZ_DENIED, "%s may not be read by this user",
                            path);
    }
    return gz_error_errno(err, saved_errno, "cannot open %s", path);
}

static enum gz_status check_file(int fd, const char *path, struct gz_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0) {
        return gz_error_errno(err, errno, "cannot inspect %s", path);
    }
    if (!S_ISREG(st.st_mode)) {
        return gz_error_set(err, GZ_INVALID, "%s is no regular file", path);
    }
    if ((st.st_mode & S_IROTH) != 0) {
        return gz_error_set(err, GZ_DENIED,
                            "%s holds a secret that everybody can read (do "
                            "chmod o-r on it)",
                            path);
    }
    if (st.st_size > GZ_SECRET_LIMIT_BYTES) {
        return gz_error_set(err, GZ_LIMIT, "%s is larger than %d bytes", path,
                            GZ_SECRET_LIMIT_BYTES);
    }
    return GZ_OK;
}

static enum gz_status read_all(int fd, const char *path, struct gz_buffer *out,
                               struct gz_error *err)
{
    // One reservation for all: growing would leave copies behind.
    uint8_t *to = gz_buffer_reserve(out, GZ_SECRET_LIMIT_BYTES + 1);
    if (to == NULL) {
        return gz_error_set(err, gz_buffer_status(out), "no memory to read %s",
                            path);
    }
    size_t len = 0;
    ssize_t got = 1;
    while (got > 0 && len < GZ_SECRET_LIMIT_BYTES) {
        got = read(fd, to + len, GZ_SECRET_LIMIT_BYTES - len);
        if (got < 0 && errno == EINTR) {
            got = 1;
            continue;
        }
        len += got > 0 ? (size_t)got : 0;
    }
    if (got < 0) {
        return gz_error_errno(err, errno, "cannot read %s", path);
    }
    if (len > 0 && to[len - 1] == '\n') {
        len--;
    }
    if (len == 0 || memchr(to, '\0', len) != NULL) {
        return gz_error_set(err, GZ_INVALID, "%s %s", path,
                            len == 0 ? "is empty" : "holds a zero byte");
    }
    to[len] = '\0';
    out->len += len;
    return GZ_OK;
}

enum gz_status gz_secret_read(const char *file, const char *credentials_dir,
                              struct gz_buffer *out, struct gz_error *err)
{
    char path[PATH_MAX];
    enum gz_status st = find(file, credentials_dir, path, sizeof(path), err);
    if (st != GZ_OK) {
        return st;
    }
    // Not blocking: the path of a pipe must not hold up the start.
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return report_open(path, errno, err);
    }
    st = check_file(fd, path, err);
    if (st == GZ_OK) {
        st = read_all(fd, path, out, err);
    }
    close(fd);
    return st;
}

void gz_secret_fini(struct gz_buffer *secret)
{
    if (secret->data != NULL) {
        explicit_bzero(secret->data, secret->cap);
    }
    gz_buffer_fini(secret);
}
