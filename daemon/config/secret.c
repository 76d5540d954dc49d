#include "daemon/config/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

GZ_PRINTF(3, 4)
static enum gz_status refuse(struct gz_secret_fault *fault,
                             enum gz_status status, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(fault->text, sizeof(fault->text), fmt, args);
    va_end(args);
    return status;
}

static enum gz_status find(const char *file, const char *credentials_dir,
                           char *path, size_t size_bytes,
                           struct gz_secret_fault *fault)
{
    int length = 0;
    if (file[0] == '/') {
        length = snprintf(path, size_bytes, "%s", file);
    } else if (strchr(file, '/') != NULL || strcmp(file, ".") == 0 ||
               strcmp(file, "..") == 0) {
        return refuse(fault, GZ_INVALID,
                      "\"%s\" is neither an absolute path nor the name "
                      "of a credential",
                      file);
    } else if (credentials_dir == NULL) {
        return refuse(fault, GZ_NOT_FOUND,
                      "\"%s\" is the name of a systemd credential and "
                      "$CREDENTIALS_DIRECTORY is not set (start the "
                      "service with LoadCredential=%s:FILE, or write an "
                      "absolute path)",
                      file, file);
    } else {
        length = snprintf(path, size_bytes, "%s/%s", credentials_dir, file);
    }
    if (length < 0 || (size_t)length >= size_bytes) {
        return refuse(fault, GZ_LIMIT,
                      "the path of a secret is longer "
                      "than %zu bytes",
                      size_bytes - 1);
    }
    return GZ_OK;
}

static enum gz_status report_open(const char *path, int saved_errno,
                                  struct gz_secret_fault *fault)
{
    if (saved_errno == ENOENT || saved_errno == ENOTDIR) {
        return refuse(fault, GZ_NOT_FOUND, "%s does not exist", path);
    }
    if (saved_errno == EACCES || saved_errno == EPERM) {
        return refuse(fault, GZ_DENIED, "%s may not be read by this user",
                      path);
    }
    return refuse(fault, GZ_IO, "cannot open %s: %s", path,
                  strerrordesc_np(saved_errno));
}

static enum gz_status check_file(int fd, const char *path,
                                 struct gz_secret_fault *fault)
{
    struct stat st;
    if (fstat(fd, &st) != 0) {
        return refuse(fault, GZ_IO, "cannot inspect %s: %s", path,
                      strerrordesc_np(errno));
    }
    if (!S_ISREG(st.st_mode)) {
        return refuse(fault, GZ_INVALID, "%s is no regular file", path);
    }
    if ((st.st_mode & S_IROTH) != 0) {
        return refuse(fault, GZ_DENIED,
                      "%s holds a secret that everybody can read (do "
                      "chmod o-r on it)",
                      path);
    }
    if (st.st_size > GZ_SECRET_LIMIT_BYTES) {
        return refuse(fault, GZ_LIMIT, "%s is larger than %d bytes", path,
                      GZ_SECRET_LIMIT_BYTES);
    }
    return GZ_OK;
}

static enum gz_status read_all(int fd, const char *path, struct gz_buffer *out,
                               struct gz_secret_fault *fault)
{
    // One reservation for all: growing would leave copies behind.
    uint8_t *to = gz_buffer_reserve(out, GZ_SECRET_LIMIT_BYTES + 1);
    if (to == NULL) {
        return refuse(fault, gz_buffer_status(out), "no memory to read %s",
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
        return refuse(fault, GZ_IO, "cannot read %s: %s", path,
                      strerrordesc_np(errno));
    }
    if (len > 0 && to[len - 1] == '\n') {
        len--;
    }
    if (len == 0 || memchr(to, '\0', len) != NULL) {
        return refuse(fault, GZ_INVALID, "%s %s", path,
                      len == 0 ? "is empty" : "holds a zero byte");
    }
    to[len] = '\0';
    out->len += len;
    return GZ_OK;
}

enum gz_status gz_secret_read(const char *file, const char *credentials_dir,
                              struct gz_buffer *out,
                              struct gz_secret_fault *fault)
{
    char path[PATH_MAX];
    fault->text[0] = '\0';
    enum gz_status st = find(file, credentials_dir, path, sizeof(path), fault);
    if (st != GZ_OK) {
        return st;
    }
    // Not blocking: the path of a pipe must not hold up the start.
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return report_open(path, errno, fault);
    }
    st = check_file(fd, path, fault);
    if (st == GZ_OK) {
        st = read_all(fd, path, out, fault);
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
