package io.tallygate.gateway.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.gateway.events.CloudEvent.Broken;
import io.tallygate.gateway.events.CloudEvent.Whole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// CloudEvents 1.0 out of the bodies of requests (its JSON format and its HTTP binding). Numbers are never rounded.
final class CloudEventReader {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(bounds())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    /// Of a batch only where its events lie: one that says a member twice is broken alone.
    private static final JsonFactory BATCHES =
            JsonFactory.builder().streamReadConstraints(bounds()).build();

    private static final byte[] NO_DATA = "null".getBytes(UTF_8);

    private CloudEventReader() {}

    private static StreamReadConstraints bounds() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(64)
                .maxNumberLength(256)
                .maxStringLength(EventBounds.BODY)
                .build();
    }

    /// The body as a whole is not what it says.
    static final class NoEvents extends Exception {
        NoEvents(String why) {
            super(why);
        }
    }

    /// Where the events of a batch lie.
    /// @throws NoEvents  when it is no JSON array
    static List<byte[]> batch(byte[] body) throws NoEvents {
        List<byte[]> events = new ArrayList<>();
        try (JsonParser parser = BATCHES.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new NoEvents("The body is no JSON array.");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                events.add(value(parser, body));
            }
            if (parser.nextToken() != null) {
                throw new NoEvents("Something follows the array.");
            }
        } catch (IOException broken) {
            throw new NoEvents("The body is no JSON.");
        }
        return events;
    }

    /// The octets of the value that the parser stands at.
    private static byte[] value(JsonParser parser, byte[] text) throws IOException, NoEvents {
        long from = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        long to = parser.currentLocation().getByteOffset();
        if (from < 0 || to > text.length || from >= to) {
            throw new NoEvents("The body is not in UTF-8.");
        }
        return Arrays.copyOfRange(text, (int) from, (int) to);
    }

    /// @throws NoEvents  when it is no JSON at all
    static CloudEvent structured(byte[] original) throws NoEvents {
        JsonNode tree;
        try {
            tree = JSON.readTree(original);
        } catch (IOException broken) {
            throw new NoEvents("The body is no JSON, or says a member twice.");
        }
        return structured(tree, original);
    }

    /// As [#structured(byte[])], of one among others: it is broken alone.
    static CloudEvent element(byte[] original) {
        try {
            return structured(original);
        } catch (NoEvents broken) {
            return new Broken(null, null, "It is no JSON, or says a member twice.", original);
        }
    }

    private static CloudEvent structured(JsonNode tree, byte[] original) throws NoEvents {
        if (!(tree instanceof ObjectNode event)) {
            return new Broken(null, null, "It is no JSON object.", original);
        }
        String source = text(event, "source");
        String id = text(event, "id");
        String type = text(event, "type");
        String subject = text(event, "subject");
        if (!"1.0".equals(text(event, "specversion"))) {
            return new Broken(source, id, "specversion is not 1.0.", original);
        }
        if (source == null || id == null || type == null || subject == null) {
            String missing = source == null ? "source" : id == null ? "id" : type == null ? "type" : "subject";
            return new Broken(source, id, missing + " is not a text of 1 to 1,024 octets.", original);
        }
        String time = null;
        if (event.hasNonNull("time")) {
            time = event.path("time").asText();
        }
        if (event.hasNonNull("data_base64")) {
            return ofBase64(event, source, id, type, subject, time, original);
        }
        return new Whole(source, id, type, subject, time, event.path("data"), dataOf(original), original);
    }

    private static CloudEvent ofBase64(
            ObjectNode event,
            String source,
            String id,
            String type,
            String subject,
            @Nullable String time,
            byte[] original) {
        try {
            byte[] data = Base64.getDecoder().decode(event.path("data_base64").asText());
            return new Whole(source, id, type, subject, time, JSON.readTree(data), data, original);
        } catch (IOException | IllegalArgumentException broken) {
            return new Broken(source, id, "data_base64 is not JSON in Base64.", original);
        }
    }

    /// An attribute; null when it is none that can be kept.
    private static @Nullable String text(JsonNode event, String name) {
        JsonNode value = event.path(name);
        if (!value.isTextual()) {
            return null;
        }
        String text = value.asText();
        return text.isEmpty() || text.getBytes(UTF_8).length > EventBounds.ATTRIBUTE ? null : text;
    }

    private static byte[] dataOf(byte[] event) throws NoEvents {
        try (JsonParser parser = JSON.createParser(event)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isData = parser.currentName().equals("data");
                parser.nextToken();
                if (isData) {
                    return value(parser, event);
                }
                parser.skipChildren();
            }
            return NO_DATA;
        } catch (IOException broken) {
            throw new NoEvents("The body is no JSON.");
        }
    }

    /// An event whose attributes are headers.
    /// @param attributes  by their names, without `ce-`; decoded
    /// @param type        of the body
    static CloudEvent binary(Map<String, String> attributes, @Nullable String type, byte[] body) {
        ObjectNode event = JSON.createObjectNode();
        attributes.forEach(event::put);
        if (type != null) {
            event.put("datacontenttype", type);
        }
        JsonNode data = MissingNode.getInstance();
        String broken = null;
        if (body.length > 0) {
            try {
                data = JSON.readTree(body);
            } catch (IOException noJson) {
                broken = "Its data is no JSON.";
            }
        }
        byte[] envelope = bytes(event);
        byte[] original = broken == null ? with(envelope, body) : bytes(event.put("data_base64", body));
        if (broken != null) {
            return new Broken(text(event, "source"), text(event, "id"), broken, original);
        }
        try {
            CloudEvent whole = structured(event, envelope);
            return switch (whole) {
                case Whole of ->
                    new Whole(
                            of.source(),
                            of.id(),
                            of.type(),
                            of.subject(),
                            of.time(),
                            data,
                            body.length == 0 ? NO_DATA : body,
                            original);
                case Broken of -> new Broken(of.source(), of.id(), of.why(), original);
            };
        } catch (NoEvents impossible) {
            throw new IllegalStateException("JSON of our own", impossible);
        }
    }

    /// The event with its data in it as they came.
    private static byte[] with(byte[] envelope, byte[] data) {
        if (data.length == 0) {
            return envelope;
        }
        byte[] member = ",\"data\":".getBytes(UTF_8);
        byte[] whole = Arrays.copyOf(envelope, envelope.length + member.length + data.length);
        int at = envelope.length - 1;
        System.arraycopy(member, 0, whole, at, member.length);
        System.arraycopy(data, 0, whole, at + member.length, data.length);
        whole[whole.length - 1] = '}';
        return whole;
    }

    private static byte[] bytes(ObjectNode event) {
        return event.toString().getBytes(UTF_8);
    }
}
