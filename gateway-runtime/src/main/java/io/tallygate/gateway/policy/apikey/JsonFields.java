package io.tallygate.gateway.policy.apikey;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Members of a JSON object. Taken out by where they stand, so that numbers and blanks of the others stay as they were.
record JsonFields() implements BodyFields {
    private static final JsonFactory JSON = new JsonFactory();

    /// @param from  of its name
    /// @param to    behind its value
    private record Member(String name, int from, int to) {}

    @Override
    public List<String> values(byte[] body, String name) {
        List<String> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return List.of();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(name);
                JsonToken value = parser.nextToken();
                if (wanted) {
                    values.add(value == JsonToken.VALUE_STRING ? parser.getText() : "\u0000");
                }
                parser.skipChildren();
            }
            return parser.nextToken() == null ? values : List.of();
        } catch (IOException malformed) {
            return List.of();
        }
    }

    @Override
    public byte[] without(byte[] body, List<String> names) {
        List<Member> members = members(body);
        ByteArrayOutputStream rest = new ByteArrayOutputStream(body.length);
        int copied = 0;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (!names.contains(member.name())) {
                continue;
            }
            boolean last = i == members.size() - 1;
            // with the comma behind it, or, when it is the last that stays, with the one before it
            int from = last && i > 0 ? Math.max(copied, members.get(i - 1).to()) : member.from();
            int to = last ? member.to() : members.get(i + 1).from();
            rest.write(body, copied, from - copied);
            copied = to;
        }
        rest.write(body, copied, body.length - copied);
        return rest.toByteArray();
    }

    private static List<Member> members(byte[] body) {
        List<Member> members = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.nextToken();
                parser.skipChildren();
                parser.finishToken();
                members.add(
                        new Member(name, from, (int) parser.currentLocation().getByteOffset()));
            }
            return members;
        } catch (IOException malformed) {
            throw new IllegalStateException("it was read before", malformed);
        }
    }
}
