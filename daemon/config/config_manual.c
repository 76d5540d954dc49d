// gazetted.yaml(5) in mdoc(7).  The frame stands here, the keys come from the
// table; mdoc wants every sentence in a line of its own.

#include "daemon/config/config_print.h"

#include <stdbool.h>
#include <string.h>

#include "daemon/config/config_text.h"

static const char head[] =
    ".\\\" Printed by `gazetted config reference --format man`.\n"
    ".Dd November 23, 2026\n"
    ".Dt GAZETTED.YAML 5\n"
    ".Os\n"
    ".Sh NAME\n"
    ".Nm gazetted.yaml\n"
    ".Nd configuration of the gazetted daemon\n"
    ".Sh DESCRIPTION\n"
    "The file is one YAML document: a mapping of keys, some of which hold a\n"
    "mapping of their own.\n"
    "Such a nesting is written with a dot here:\n"
    ".Ic input.topic\n"
    "is the key\n"
    ".Ic topic\n"
    "in the mapping\n"
    ".Ic input .\n"
    "Every key has a default, so an empty file is a configuration.\n"
    ".Pp\n"
    "An unknown key, a key that stands twice and a value out of its bounds\n"
    "are errors.\n"
    "Anchors, aliases and tags of YAML are not supported.\n"
    "Booleans are written\n"
    ".Ic true\n"
    "and\n"
    ".Ic false .\n"
    "A duration is a whole number and one of the units\n"
    ".Sq ms ,\n"
    ".Sq s ,\n"
    ".Sq m\n"
    "and\n"
    ".Sq h .\n"
    "A size has one of the units\n"
    ".Sq B ,\n"
    ".Sq KiB ,\n"
    ".Sq MiB\n"
    "and\n"
    ".Sq GiB ,\n"
    "or\n"
    ".Sq kB ,\n"
    ".Sq MB\n"
    "and\n"
    ".Sq GB\n"
    "for powers of ten.\n";

static const char tail[] =
    ".Sh FILES\n"
    ".Bl -tag -width Ds\n"
    ".It Pa /etc/gazetted/gazetted.yaml\n"
    "The file that is read unless another one is named.\n"
    ".El\n"
    ".Sh EXAMPLES\n"
    "A daemon that logs in to its brokers, with a password from systemd's\n"
    ".Ic LoadCredential=kafka.password:FILE :\n"
    ".Bd -literal -offset indent\n"
    "workers: 2\n"
    "input:\n"
    "  topic: articles\n"
    "  fields:\n"
    "    title: [/headline, /title]\n"
    "    body: /content/text\n"
    "kafka:\n"
    "  bootstrap.servers: kafka1:9093,kafka2:9093\n"
    "  security.protocol: SASL_SSL\n"
    "  sasl.mechanism: SCRAM-SHA-512\n"
    "  sasl.username: gazetted\n"
    "kafka_secrets:\n"
    "  sasl.password: kafka.password\n"
    ".Ed\n"
    ".Sh SEE ALSO\n"
    ".Xr gazetted 8\n"
    ".Sh CAVEATS\n"
    "In a SCRAM login librdkafka 2.0.2 sends its nonce twice, which the\n"
    "early releases of Kafka from 3.8.0 on refuse.\n"
    "A newer librdkafka, a newer Kafka or another mechanism helps.\n";

// A sentence as mdoc text: nothing in it is a macro or an escape.
static void escape(struct gz_buffer *out, struct gz_str sentence)
{
    bool word_start = true;
    for (size_t i = 0; i < sentence.len_bytes; i++) {
        const char byte = sentence.ptr[i];
        if (word_start && (byte == '.' || byte == '\'')) {
            gz_buffer_append_z(out, "\\&");
        }
        word_start = byte == ' ';
        if (byte == '\\') {
            gz_buffer_append_z(out, "\\e");
        } else {
            gz_buffer_append(out, &byte, 1);
        }
    }
    gz_buffer_append_byte(out, '\0');
}

// Cut the first sentence off: to a full stop before a blank, or all.
static struct gz_str cut_sentence(const char **words)
{
    const char *begin = *words;
    const char *stop = strstr(begin, ". ");
    if (stop == NULL) {
        *words = begin + strlen(begin);
        return gz_str_z(begin);
    }
    *words = stop + 2;
    return gz_str_of(begin, (size_t)(stop + 1 - begin));
}

static void append_words(struct gz_buffer *out, const char *words)
{
    struct gz_buffer escaped;
    gz_buffer_init(&escaped, 0);
    while (*words != '\0') {
        gz_buffer_clear(&escaped);
        escape(&escaped, cut_sentence(&words));
        if (gz_buffer_status(&escaped) == GZ_OK) {
            gz_config_text_wrap(out, "", (const char *)escaped.data);
        } else {
            out->status = GZ_NO_MEMORY;
        }
    }
    gz_buffer_fini(&escaped);
}

// "Takes a size from 1KiB to 64MiB; the default is 1MiB."
static void append_takes(struct gz_buffer *out, const struct gz_config_key *key)
{
    struct gz_buffer words;

    gz_buffer_init(&words, 0);
    gz_buffer_append_z(&words, "Takes ");
    gz_config_text_kind(&words, key);
    if (key->type != GZ_CONFIG_MAP) {
        gz_buffer_append_z(&words, "; the default is ");
        gz_config_text_fallback(&words, key);
    }
    gz_buffer_append(&words, ".", 2);
    if (gz_buffer_status(&words) == GZ_OK) {
        append_words(out, (const char *)words.data);
    } else {
        out->status = GZ_NO_MEMORY;
    }
    gz_buffer_fini(&words);
}

static void append_key(struct gz_buffer *out, const struct gz_config_key *key)
{
    gz_buffer_append_fmt(out, ".It Ic %s\n", key->name);
    append_words(out, key->help);
    append_takes(out, key);
}

// The outermost section of a key, "" for a key without one.
static struct gz_str section_of(const struct gz_config_key *key)
{
    const char *dot = strchr(key->name, '.');
    return dot == NULL ? GZ_STR_LIT("")
                       : gz_str_of(key->name, (size_t)(dot - key->name));
}

static void open_list(struct gz_buffer *out, struct gz_str section)
{
    const struct gz_config_section *row = gz_config_keys_section(section);
    if (row != NULL) {
        gz_buffer_append_fmt(out, ".Ss The mapping %s\n", row->name);
        append_words(out, row->help);
    } else {
        gz_buffer_append_z(out, ".Ss Keys of the process\n");
    }
    gz_buffer_append_z(out, ".Bl -tag -width Ds\n");
}

// Keys without a section come together first, as a manual would have them.
static void append_section(struct gz_buffer *out, struct gz_str section)
{
    open_list(out, section);
    for (size_t i = 0; i < gz_config_key_count; i++) {
        if (gz_str_eq(section_of(&gz_config_keys[i]), section)) {
            append_key(out, &gz_config_keys[i]);
        }
    }
    gz_buffer_append_z(out, ".El\n");
}

void gz_config_print_manual(struct gz_buffer *out)
{
    gz_buffer_append_z(out, head);
    append_section(out, GZ_STR_LIT(""));
    for (size_t i = 0; i < gz_config_section_count; i++) {
        const char *name = gz_config_sections[i].name;
        if (strchr(name, '.') == NULL) {
            append_section(out, gz_str_z(name));
        }
    }
    gz_buffer_append_z(out, tail);
}
