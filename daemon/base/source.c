#include "daemon/base/source.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/base/buffer.h"

// A list of a million rows may have as many mistakes, so the place of each must
// not cost a walk from the source's begin.
enum { BLOCK = 16384 };

// In blocks, so that the compiler makes vectors of the inner loop.
static uint32_t count_lines(const char *text, size_t len)
{
    enum { SUMMED = 255 };  // what the sum of a block fits in
    uint32_t lines = 0;
    while (len > 0) {
        const size_t n = len < SUMMED ? len : SUMMED;
        uint8_t sum = 0;
        for (size_t i = 0; i < n; i++) {
            sum = (uint8_t)(sum + (text[i] == '\n'));
        }
        lines += sum;
        text += n;
        len -= n;
    }
    return lines;
}

static bool index_lines(struct gz_source *src)
{
    const size_t blocks = src->len_bytes / BLOCK;
    if (blocks == 0) {
        return true;
    }
    src->lines = calloc(blocks + 1, sizeof(*src->lines));
    if (src->lines == NULL) {
        return false;
    }
    for (size_t i = 0; i < blocks; i++) {
        src->lines[i + 1] =
            src->lines[i] + count_lines(src->text + i * BLOCK, BLOCK);
    }
    return true;
}

enum { CHUNK = 65536 };

// Files say how long they are, unless they are pipes and the like.
static void expect(FILE *in, struct gz_buffer *text)
{
    enum { LARGE = 1 << 21 };
    struct stat info;
    if (fstat(fileno(in), &info) == 0 && info.st_size >= LARGE) {
        gz_buffer_expect(text, (size_t)info.st_size + 2 * CHUNK);
    }
}

static enum gz_status read_all(FILE *in, const char *path,
                               struct gz_buffer *text, struct gz_error *err)
{
    expect(in, text);
    size_t got = 1;
    while (got > 0) {
        uint8_t *to = gz_buffer_reserve(text, CHUNK);
        if (to == NULL) {
            break;
        }
        errno = 0;
        got = fread(to, 1, CHUNK, in);
        text->len += got;
    }
    if (ferror(in)) {
        return gz_error_errno(err, errno, "cannot read %s", path);
    }
    return gz_buffer_status(text);
}

static enum gz_status read_file(const char *path, struct gz_buffer *text,
                                struct gz_error *err)
{
    if (strcmp(path, "-") == 0) {
        return read_all(stdin, path, text, err);
    }
    FILE *in = fopen(path, "rbe");
    if (in == NULL) {
        const int saved = errno;
        gz_error_errno(err, saved, "cannot open %s", path);
        return saved == ENOENT ? GZ_NOT_FOUND : GZ_IO;
    }
    const enum gz_status st = read_all(in, path, text, err);
    fclose(in);
    return st;
}

static bool name_it(struct gz_source *src, const char *name)
{
    src->name = strdup(name);
    return src->name != NULL;
}

enum gz_status gz_source_load(struct gz_source *src, const char *path,
                              size_t limit_bytes, struct gz_error *err)
{
    enum { READ_AHEAD = 65536 + 1 };
    struct gz_buffer text;
    *src = (struct gz_source){0};
    gz_buffer_init(&text, limit_bytes == 0 ? 0 : limit_bytes + READ_AHEAD);

    enum gz_status st = read_file(path, &text, err);
    if (st == GZ_OK && limit_bytes != 0 && text.len > limit_bytes) {
        st = GZ_LIMIT;
    }
    if (st == GZ_LIMIT) {
        gz_error_set(err, st, "%s is larger than %zu bytes", path, limit_bytes);
    }
    if (st == GZ_OK) {
        gz_buffer_append_byte(&text, '\0');
        st = gz_buffer_status(&text);
    }
    if (st == GZ_OK) {
        src->text = (char *)text.data;
        src->len_bytes = text.len - 1;
        gz_buffer_init(&text, 0);
        const bool named =
            name_it(src, strcmp(path, "-") == 0 ? "<stdin>" : path);
        st = named && index_lines(src) ? GZ_OK : GZ_NO_MEMORY;
    }
    if (st == GZ_NO_MEMORY) {
        gz_error_set(err, st, "no memory to read %s", path);
    }
    if (st != GZ_OK) {
        gz_source_fini(src);
        gz_buffer_fini(&text);
    }
    return st;
}

enum gz_status gz_source_init(struct gz_source *src, const char *name,
                              struct gz_str text)
{
    *src = (struct gz_source){0};
    src->text = malloc(text.len_bytes + 1);
    if (src->text == NULL || !name_it(src, name)) {
        gz_source_fini(src);
        return GZ_NO_MEMORY;
    }
    if (text.len_bytes > 0) {
        memcpy(src->text, text.ptr, text.len_bytes);
    }
    src->text[text.len_bytes] = '\0';
    src->len_bytes = text.len_bytes;
    if (!index_lines(src)) {
        gz_source_fini(src);
        return GZ_NO_MEMORY;
    }
    return GZ_OK;
}

void gz_source_fini(struct gz_source *src)
{
    free(src->lines);
    free(src->name);
    free(src->text);
    *src = (struct gz_source){0};
}

static bool starts_code_point(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

struct gz_place gz_source_place(const struct gz_source *src,
                                size_t offset_bytes)
{
    const size_t at =
        offset_bytes < src->len_bytes ? offset_bytes : src->len_bytes;
    const size_t block = src->lines == NULL ? 0 : at / BLOCK;
    const size_t seen = block * BLOCK;
    struct gz_place place = {.line = src->lines_before + 1, .column = 1};
    place.line += block == 0 ? 0 : src->lines[block];
    place.line += count_lines(src->text + seen, at - seen);
    const char *newline = memrchr(src->text, '\n', at);
    const size_t begin =
        newline == NULL ? 0 : (size_t)(newline - src->text) + 1;
    for (size_t i = begin + 1; i <= at; i++) {
        if (i == src->len_bytes || starts_code_point(src->text[i])) {
            place.column++;
        }
    }
    size_t end = begin;
    while (end < src->len_bytes && src->text[end] != '\n' &&
           src->text[end] != '\r') {
        end++;
    }
    place.text = gz_str_of(src->text + begin, end - begin);
    return place;
}
