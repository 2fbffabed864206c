package io.tallygate.portal.api;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Reads the body of a request.
public final class Bodies {
    /// For what a person or a pipeline writes.
    public static final int SMALL = 64 * 1024;
    /// For a request that carries an OpenAPI document: 8 MiB of text, and what JSON makes of its quotes and line ends.
    public static final int DOCUMENT = 20 * 1024 * 1024;

    private static final int DEEPEST = 50;

    private Bodies() {}

    /// @param most  bytes
    /// @throws ApiProblem  400 when it is not a JSON object, 413 when it is larger
    public static Members object(InputStream body, int most) {
        return new Members(json(text(body, most)));
    }

    /// @param most  bytes
    /// @throws ApiProblem  400 when it is no text, 413 when it is larger
    public static String text(InputStream body, int most) {
        try {
            byte[] bytes = body.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new ApiProblem(
                        413, "too-large", "Too large", "The body is larger than %,d bytes.".formatted(most));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw ApiProblem.badRequest("The body is not UTF-8.");
        } catch (IOException broken) {
            throw ApiProblem.badRequest("The body ended early.");
        }
    }

    /// @throws ApiProblem  400 when it is not a JSON object
    public static JsonObject json(String text) {
        refuseDeep(text);
        try (JsonParser parser = Json.createParser(new StringReader(text))) {
            if (!parser.hasNext() || parser.next() != JsonParser.Event.START_OBJECT) {
                throw ApiProblem.badRequest("The body is not a JSON object.");
            }
            JsonObject object = parser.getObject();
            if (parser.hasNext()) {
                throw ApiProblem.badRequest("The body goes on after its JSON object.");
            }
            return object;
        } catch (JsonParsingException broken) {
            throw ApiProblem.badRequest("The body is not a JSON object: line %d, column %d."
                    .formatted(
                            broken.getLocation().getLineNumber(),
                            broken.getLocation().getColumnNumber()));
        } catch (JsonException broken) {
            throw ApiProblem.badRequest("The body is not a JSON object.");
        }
    }

    /// A reader builds nested values on its stack.
    private static void refuseDeep(String text) {
        int depth = 0;
        boolean inText = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inText) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inText = false;
                }
            } else if (c == '"') {
                inText = true;
            } else if (c == '{' || c == '[') {
                if (++depth > DEEPEST) {
                    throw ApiProblem.badRequest("The body is nested more than %d levels deep.".formatted(DEEPEST));
                }
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
    }
}
