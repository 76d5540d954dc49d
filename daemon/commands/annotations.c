#include "daemon/commands/annotations.h"

#include "daemon/base/json_writer.h"

static bool is_a(struct gz_str type, const char *root)
{
    return gz_str_is(gz_str_cut(&type, '/'), root);
}

static const char *label_of(const struct gz_entity *entity, enum gz_how how)
{
    const struct gz_str type = entity->entry.type;
    if (is_a(type, "Person")) {
        return "PER";
    }
    if (is_a(type, "Org")) {
        return "ORG";
    }
    if (is_a(type, "Norp") || (is_a(type, "Place") && how == GZ_HOW_DERIVED)) {
        return "NORP";
    }
    return is_a(type, "Place") ? "LOC" : NULL;
}

static void append_mention(struct gz_json_writer *w,
                           const struct gz_pipeline_view *view,
                           const struct gz_mention *m)
{
    const struct gz_passage *body = &view->document->fields[GZ_FIELD_BODY];
    const struct gz_entity *entity = &view->findings->entities[m->entity];
    const char *label = label_of(entity, m->how);
    if (m->field != GZ_FIELD_BODY || label == NULL) {
        return;
    }
    gz_json_object(w);
    gz_json_key(w, "start");
    gz_json_uint(w, gz_offsets_at(body->offsets, m->begin_byte).cp);
    gz_json_key(w, "end");
    gz_json_uint(w, gz_offsets_at(body->offsets, m->end_byte).cp);
    gz_json_key(w, "type");
    gz_json_z(w, label);
    gz_json_key(w, "text");
    gz_json_str(w, gz_str_of(body->text.ptr + m->begin_byte,
                             m->end_byte - m->begin_byte));
    gz_json_key(w, "id");
    gz_json_str(w, entity->entry.id);
    gz_json_object_end(w);
}

void gz_annotations_append(const struct gz_pipeline_view *view,
                           struct gz_buffer *out)
{
    struct gz_json_writer w;
    gz_json_writer_init(&w, out);
    gz_json_object(&w);
    gz_json_key(&w, "id");
    gz_json_str(&w, view->article->id);
    gz_json_key(&w, "text");
    gz_json_str(&w, view->article->body);
    gz_json_key(&w, "entities");
    gz_json_array(&w);
    for (uint32_t i = 0; i < view->findings->mention_count; i++) {
        append_mention(&w, view, &view->findings->mentions[i]);
    }
    gz_json_array_end(&w);
    gz_json_object_end(&w);
    gz_buffer_append_byte(out, '\n');
}
