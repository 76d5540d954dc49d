#ifndef GZ_API_PLACE_H
#define GZ_API_PLACE_H

#include "daemon/commands/options.h"
#include "daemon/config/config.h"

// Where the daemon is, as options say; all borrowed, NULL allowed.
struct gz_api_place {
    const char *config;  // its http.listen, when neither of the next is said
    const char *url;     // "http://127.0.0.1:9844"
    const char *socket;  // of unix
    const char *token_file;
};

/*
 * Those options, as rows of a command's table and as lines of its usage:
 * macros, because a table and a text are put together by the compiler.
 *
 *     const struct gz_option options[] = {
 *         GZ_API_PLACE_OPTIONS(&s.place),
 *         gz_option_flag("force", 0, &s.force),
 *     };
 */
#define GZ_API_PLACE_OPTIONS(place)                                            \
    gz_option_text("url", 'u', &(place)->url),                                 \
        gz_option_text("unix", 0, &(place)->socket),                           \
        gz_option_text("config", 'c', &(place)->config),                       \
        gz_option_text("token-file", 0, &(place)->token_file)

// Goes on with which token that is.
#define GZ_API_PLACE_USAGE                                                     \
    "  -u, --url URL          the daemon's address, such as\n"                 \
    "                         http://127.0.0.1:9844\n"                         \
    "      --unix SOCKET      the daemon's unix socket\n"                      \
    "  -c, --config FILE      else http.listen of this configuration says\n"   \
    "                         where it is (default: " GZ_CONFIG_FILE ")\n"     \
    "      --token-file FILE  a file that holds nothing but a token"

#endif
