// What no key of a receiver can tell alone, and what is made of its texts.

#include "daemon/base/arena.h"
#include "daemon/base/hash.h"
#include "daemon/config/config_values.h"
#include "daemon/config/secret.h"
#include "daemon/notify/receiver_reader.h"

// The node of a key, or the receiver's name where it is not given.
static const struct gz_yaml_node *place_of(const struct gz_yaml_node *mapping,
                                           const char *key)
{
    const struct gz_yaml_node *node = gz_yaml_get(mapping, key);
    return node == NULL ? mapping->key : node;
}

// The entry of a list, or the one text that stands for a list.
static const struct gz_yaml_node *item_of(const struct gz_yaml_node *mapping,
                                          const char *key, size_t index)
{
    const struct gz_yaml_node *node = place_of(mapping, key);

    if (node->kind != GZ_YAML_SEQUENCE) {
        return node;
    }
    const struct gz_yaml_node *item = node->first;
    while (index > 0 && item->next != NULL) {
        item = item->next;
        index--;
    }
    return item;
}

static void make_plan(struct gz_receiver_reader *r,
                      const struct gz_yaml_node *mapping,
                      struct gz_receiver_setup *s)
{
    if (gz_yaml_get(mapping, "retries") == NULL) {
        s->plan = gz_retry_plan_usual;
        return;
    }
    for (size_t i = 0; i < s->retry_texts.count; i++) {
        const struct gz_str text = gz_str_z(s->retry_texts.items[i]);
        const char *fault =
            gz_config_values_duration(text, &s->plan.pauses_ms[i]);
        if (fault != NULL) {
            gz_receiver_refuse(r, item_of(mapping, "retries", i),
                               "an entry of retries is \"" GZ_STR_FMT "\", %s",
                               GZ_STR_ARG(text), fault);
        } else if (s->plan.pauses_ms[i] > GZ_RETRY_PLAN_PAUSE_MAX_MS) {
            gz_receiver_refuse(r, item_of(mapping, "retries", i),
                               "an entry of retries is \"" GZ_STR_FMT
                               "\", allowed is at most 168h",
                               GZ_STR_ARG(text));
        }
        s->plan.count++;
    }
}

static void make_ranges(struct gz_receiver_reader *r,
                        const struct gz_yaml_node *mapping,
                        struct gz_receiver_setup *s)
{
    for (size_t i = 0; i < s->allow_texts.count; i++) {
        const struct gz_str text = gz_str_z(s->allow_texts.items[i]);
        const char *fault = gz_address_range_parse(text, &s->allow[i]);
        if (fault != NULL) {
            gz_receiver_refuse(r, item_of(mapping, "allow", i),
                               "an entry of allow is \"" GZ_STR_FMT "\", %s",
                               GZ_STR_ARG(text), fault);
        }
        s->allow_count++;
    }
}

static void read_secret(struct gz_receiver_reader *r,
                        const struct gz_yaml_node *node, const char *file,
                        struct gz_webhook_secret *out)
{
    struct gz_secret_fault fault;
    struct gz_buffer text;

    gz_buffer_init(&text, 0);
    if (gz_secret_read(file, r->config->credentials_dir, &text, &fault) !=
        GZ_OK) {
        gz_receiver_refuse(r, node, "%s", fault.text);
    } else {
        const char *why = gz_webhook_secret_parse(gz_buffer_str(&text), out);
        if (why != NULL) {
            gz_receiver_refuse(r, node, "%s is no secret for webhooks: %s",
                               file, why);
        }
    }
    gz_secret_fini(&text);
}

// An URL may be a secret itself, as those of chat services are.
static void read_url(struct gz_receiver_reader *r,
                     const struct gz_yaml_node *mapping,
                     struct gz_receiver_setup *s)
{
    struct gz_secret_fault fault;
    struct gz_buffer text;

    gz_buffer_init(&text, 0);
    if (gz_secret_read(s->url_file, r->config->credentials_dir, &text,
                       &fault) != GZ_OK) {
        gz_receiver_refuse(r, place_of(mapping, "url_file"), "%s", fault.text);
    } else {
        s->url = gz_arena_copy(r->out->arena, gz_buffer_str(&text)).ptr;
        s->hash = gz_hash64(text.data, text.len, s->hash);
    }
    gz_secret_fini(&text);
}

// Why an URL will not do, or NULL; no URL goes into a message, it may be
// secret.
static const char *fault_of(const char *url, bool http)
{
    const struct gz_str text = gz_str_z(url);
    const bool tls = gz_str_starts(text, GZ_STR_LIT("https://"));

    for (size_t i = 0; i < text.len_bytes; i++) {
        if (text.ptr[i] <= ' ' || text.ptr[i] > '~') {
            return "holds a blank or a character that is not ASCII";
        }
    }
    if (!tls && !gz_str_starts(text, GZ_STR_LIT("http://"))) {
        return "must begin with https://";
    }
    if (!tls && !http) {
        return "must begin with https:// (or write http: true)";
    }
    struct gz_str rest = gz_str_z(strstr(url, "//") + 2);
    const struct gz_str host = gz_str_cut(&rest, '/');
    if (host.len_bytes == 0) {
        return "has no host";
    }
    return memchr(host.ptr, '@', host.len_bytes) != NULL
               ? "must hold no user name (a secret address goes into url_file)"
               : NULL;
}

static void check_url(struct gz_receiver_reader *r,
                      const struct gz_yaml_node *mapping,
                      struct gz_receiver_setup *s)
{
    if (s->url != NULL && s->url_file != NULL) {
        gz_receiver_refuse(r, place_of(mapping, "url_file"),
                           "url and url_file are both given");
        return;
    }
    if (s->url_file != NULL) {
        read_url(r, mapping, s);
    } else if (s->url == NULL) {
        gz_receiver_refuse(r, mapping->key, "\"%s\" has no url (or url_file)",
                           s->name);
    }
    const char *fault = s->url == NULL ? NULL : fault_of(s->url, s->http);
    if (fault != NULL) {
        gz_receiver_refuse(
            r, place_of(mapping, s->url_file != NULL ? "url_file" : "url"),
            "%s %s", s->url_file != NULL ? "the address in url_file" : "url",
            fault);
    }
}

static void check_webhook(struct gz_receiver_reader *r,
                          const struct gz_yaml_node *mapping,
                          struct gz_receiver_setup *s)
{
    check_url(r, mapping, s);
    make_ranges(r, mapping, s);
    for (size_t i = 0; i < s->secret_files.count; i++) {
        read_secret(r, item_of(mapping, "secrets", i), s->secret_files.items[i],
                    &s->secrets[i]);
        s->secret_count++;
    }
    if (s->format == GZ_RECEIVER_TEXT || s->format == GZ_RECEIVER_MAIL) {
        gz_receiver_refuse(r, place_of(mapping, "format"),
                           "format of a webhook is json or slack");
    }
    if (s->format == GZ_RECEIVER_JSON && s->secret_files.count == 0 &&
        !s->is_unsigned) {
        gz_receiver_refuse(r, mapping->key,
                           "\"%s\" has no secrets: it could not tell our "
                           "alerts from forged ones (name a file, or write "
                           "unsigned: true)",
                           s->name);
    }
}

// What could end a header line or begin another must not get into one.
static bool is_address(const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (*c < ' ' || *c > '~') {
            return false;
        }
    }
    return strchr(text, '@') != NULL;
}

static void check_mail(struct gz_receiver_reader *r,
                       const struct gz_yaml_node *mapping,
                       struct gz_receiver_setup *s)
{
    if (s->from == NULL || s->to.count == 0) {
        gz_receiver_refuse(r, mapping->key,
                           "\"%s\" has format mail and must say from and to",
                           s->name);
        return;
    }
    if (!is_address(s->from)) {
        gz_receiver_refuse(r, place_of(mapping, "from"),
                           "from is no mail address");
    }
    for (size_t i = 0; i < s->to.count; i++) {
        if (!is_address(s->to.items[i])) {
            gz_receiver_refuse(r, item_of(mapping, "to", i),
                               "an entry of to is no mail address");
        }
    }
}

static void check_exec(struct gz_receiver_reader *r,
                       const struct gz_yaml_node *mapping,
                       struct gz_receiver_setup *s)
{
    if (s->command.count == 0) {
        gz_receiver_refuse(r, mapping->key, "\"%s\" has no command", s->name);
    } else if (s->command.items[0][0] != '/') {
        gz_receiver_refuse(r, item_of(mapping, "command", 0),
                           "command begins with \"%s\", which is no absolute "
                           "path",
                           s->command.items[0]);
    }
    if (s->format == GZ_RECEIVER_SLACK) {
        gz_receiver_refuse(r, place_of(mapping, "format"),
                           "format of exec is json, text or mail");
    }
    if (s->format == GZ_RECEIVER_MAIL) {
        check_mail(r, mapping, s);
    }
}

enum gz_status gz_receiver_complete(struct gz_receiver_reader *r,
                                    const struct gz_yaml_node *mapping,
                                    struct gz_receiver_setup *s)
{
    if (gz_yaml_get(mapping, "type") == NULL) {
        gz_receiver_refuse(r, mapping->key,
                           "\"%s\" has no type; allowed are webhook and exec",
                           s->name);
        return GZ_OK;
    }
    make_plan(r, mapping, s);
    if (s->type == GZ_RECEIVER_WEBHOOK) {
        check_webhook(r, mapping, s);
    } else {
        check_exec(r, mapping, s);
    }
    return r->mistake == GZ_NO_MEMORY ? GZ_NO_MEMORY : GZ_OK;
}
