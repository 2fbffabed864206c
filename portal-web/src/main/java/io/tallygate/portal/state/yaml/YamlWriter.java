package io.tallygate.portal.state.yaml;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Writes JSON values as block YAML. A text of several lines stands as it is, so that a document inside the document
/// can be read and compared line by line; whatever would not come back as it was is quoted.
public final class YamlWriter {
    /// Line breaks that YAML makes one kind of, and characters that only an escape brings through.
    private static final Pattern NEEDS_ESCAPES = Pattern.compile("[\r\u0085\u2028\u2029\ufeff]|[\\p{Cntrl}&&[^\n]]");

    private final ScalarResolver resolver = new CoreSchema().getScalarResolver();
    private final Emitter emitter;

    private YamlWriter(StreamDataWriter out) {
        emitter = new Emitter(
                DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setSplitLines(false)
                        .setUseUnicodeEncoding(true)
                        .build(),
                out);
    }

    public static String text(JsonObject document) {
        var text = new StringBuilder();
        new YamlWriter(new StreamDataWriter() {
                    @Override
                    public void write(String part) {
                        text.append(part);
                    }

                    @Override
                    public void write(String part, int from, int length) {
                        text.append(part, from, from + length);
                    }
                })
                .document(document);
        return text.toString();
    }

    private void document(JsonObject document) {
        emitter.emit(new StreamStartEvent());
        emitter.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
        value(document);
        emitter.emit(new DocumentEndEvent(false));
        emitter.emit(new StreamEndEvent());
    }

    private void value(JsonValue value) {
        switch (value) {
            case JsonObject object -> {
                emitter.emit(new MappingStartEvent(Optional.empty(), Optional.empty(), true, style(object.isEmpty())));
                object.forEach((name, member) -> {
                    string(name, false);
                    value(member);
                });
                emitter.emit(new MappingEndEvent());
            }
            case JsonArray array -> {
                emitter.emit(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, style(array.isEmpty())));
                array.forEach(this::value);
                emitter.emit(new SequenceEndEvent());
            }
            case JsonString string -> string(string.getString(), true);
            default -> scalar(value.toString(), ScalarStyle.PLAIN);
        }
    }

    private static FlowStyle style(boolean empty) {
        return empty ? FlowStyle.FLOW : FlowStyle.BLOCK;
    }

    private void string(String text, boolean mayBeBlock) {
        if (NEEDS_ESCAPES.matcher(text).find()) {
            scalar(text, ScalarStyle.DOUBLE_QUOTED);
        } else if (text.contains("\n")) {
            scalar(text, mayBeBlock ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED);
        } else {
            scalar(text, resolver.resolve(text, true).equals(Tag.STR) ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
        }
    }

    private void scalar(String text, ScalarStyle style) {
        emitter.emit(new ScalarEvent(Optional.empty(), Optional.empty(), new ImplicitTuple(true, true), text, style));
    }
}
