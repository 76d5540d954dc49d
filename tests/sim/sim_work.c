// What a worker does with a record, in place of the pipeline: from none to
// four outputs, always the same ones.

#include <string.h>

#include "tests/sim/sim_proc.h"

enum { AT_ONCE = 1, AT_REPORT = 2, HEAD = 4 };

static size_t length_of(unsigned in, unsigned record, unsigned output)
{
    return HEAD + (in * 11 + record * 7 + output * 5) % (SIM_PAYLOAD - HEAD);
}

static char filler(unsigned in, unsigned record, unsigned output, size_t i)
{
    return (char)(in * 31 + record * 17 + output * 7 + i);
}

static void fill(struct sim_proc *p, struct gz_output *out, unsigned output,
                 int large)
{
    char *text = p->payload[output];
    const unsigned in = p->held_in;
    const unsigned record = p->held_record;
    const size_t len = length_of(in, record, output);

    text[0] = (char)in;
    text[1] = (char)record;
    text[2] = (char)output;
    text[3] = (char)large;
    for (size_t i = HEAD; i < len; i++) {
        text[i] = filler(in, record, output, i);
    }
    p->headers[output] =
        (struct gz_header){GZ_STR_LIT("id"), gz_str_of(text, HEAD)};
    *out = (struct gz_output){
        .to = output == SIM_LETTER ? GZ_TO_DEAD_LETTERS : GZ_TO_EVENTS,
        .key = gz_str_of(text, 2),
        .value = gz_str_of(text, len),
        .headers = &p->headers[output],
        .header_count = 1,
    };
}

void sim_work_letter(struct sim_proc *p)
{
    fill(p, &p->letter, SIM_LETTER, 0);
}

size_t sim_work_outputs(struct sim_proc *p)
{
    const struct sim_truth *t = &p->sim->truth[p->held_in][p->held_record];

    if (t->kind == SIM_UNREADABLE) {
        fill(p, &p->outputs[0], SIM_LETTER, 0);
        return 1;
    }
    for (unsigned i = 0; i < t->outputs; i++) {
        int large = 0;
        if (i == t->large) {
            large = t->kind == SIM_LARGE_AT_ONCE     ? AT_ONCE
                    : t->kind == SIM_LARGE_AT_REPORT ? AT_REPORT
                                                     : 0;
        }
        fill(p, &p->outputs[i], i, large);
    }
    return t->outputs;
}

static bool is_intact(const struct gz_output *out)
{
    const char *text = out->value.ptr;
    const unsigned in = (unsigned char)text[0];
    const unsigned record = (unsigned char)text[1];
    const unsigned output = (unsigned char)text[2];

    if (out->value.len_bytes != length_of(in, record, output) ||
        out->key.len_bytes != 2 || memcmp(out->key.ptr, text, 2) != 0 ||
        out->header_count != 1 || !gz_str_is(out->headers[0].name, "id") ||
        !gz_str_eq(out->headers[0].value, gz_str_of(text, HEAD)) ||
        (out->to == GZ_TO_DEAD_LETTERS) != (output == SIM_LETTER)) {
        return false;
    }
    for (size_t i = HEAD; i < out->value.len_bytes; i++) {
        if (text[i] != filler(in, record, output, i)) {
            return false;
        }
    }
    return true;
}

struct sim_msg sim_work_read(struct sim_proc *p, const struct gz_output *out,
                             bool *refused)
{
    if (out->value.len_bytes < HEAD || !is_intact(out)) {
        sim_fail(p->sim, "process %u publishes an output that was changed",
                 p->index);
    }
    const unsigned char *text = (const unsigned char *)out->value.ptr;
    *refused = text[3] == AT_ONCE;
    return (struct sim_msg){
        .bytes = out->key.len_bytes + out->value.len_bytes,
        .in = text[0],
        .record = text[1],
        .output = text[2],
        .too_large = text[3] == AT_REPORT,
    };
}
