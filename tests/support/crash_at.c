// For LD_PRELOAD: the process dies when it digests a text that contains
// $CRASH_AT, which every article that is worked on is.

#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

typedef int update(void *ctx, const void *bytes, size_t len);

int EVP_DigestUpdate(void *ctx, const void *bytes, size_t len);

int EVP_DigestUpdate(void *ctx, const void *bytes, size_t len)
{
    const char *mark = getenv("CRASH_AT");
    update *real;

    if (mark != NULL && memmem(bytes, len, mark, strlen(mark)) != NULL) {
        (void)raise(SIGKILL);
    }
    *(void **)&real = dlsym(RTLD_NEXT, "EVP_DigestUpdate");
    return real(ctx, bytes, len);
}
