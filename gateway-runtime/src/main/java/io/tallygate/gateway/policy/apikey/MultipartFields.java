package io.tallygate.gateway.policy.apikey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parts of `multipart/form-data` (RFC 7578).
record MultipartFields(String boundary) implements BodyFields {
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([0-9A-Za-z'()+_,./:=?-]{1,70}))(?=\\s*(;|$))");
    private static final Pattern NAME = Pattern.compile(
            "(?im)^content-disposition:\\s*form-data\\s*;(?:[^\\r\\n]*;)?\\s*name=(?:\"([^\"]*)\"|([^\\s;\"]+))");

    /// @param from     of the line with the boundary
    /// @param to       where the next such line begins
    /// @param content  of the part
    private record Part(@Nullable String name, int from, int to, String content) {}

    static @Nullable String boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            return null;
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    @Override
    public List<String> values(byte[] body, String name) {
        List<String> values = new ArrayList<>();
        for (Part part : parts(new String(body, ISO_8859_1))) {
            if (name.equals(part.name())) {
                values.add(part.content());
            }
        }
        return values;
    }

    @Override
    public byte[] without(byte[] body, List<String> names) {
        String text = new String(body, ISO_8859_1);
        StringBuilder rest = new StringBuilder(text.length());
        int copied = 0;
        for (Part part : parts(text)) {
            if (part.name() != null && names.contains(part.name())) {
                rest.append(text, copied, part.from());
                copied = part.to();
            }
        }
        return rest.append(text, copied, text.length()).toString().getBytes(ISO_8859_1);
    }

    private List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        String line = "--" + boundary;
        int from = text.startsWith(line) ? 0 : next(text, line, 0);
        while (from >= 0 && !text.startsWith("--", from + line.length())) {
            int to = next(text, line, from + line.length());
            int head = text.indexOf("\r\n", from + line.length());
            int blank = head < 0 ? -1 : text.indexOf("\r\n\r\n", head);
            if (to < 0 || blank < 0 || blank + 4 > to) {
                break;
            }
            Matcher name = NAME.matcher(text.substring(Math.min(head + 2, blank), blank));
            String found = name.find() ? name.group(1) == null ? name.group(2) : name.group(1) : null;
            parts.add(new Part(found, from, to, text.substring(blank + 4, Math.max(blank + 4, to - 2))));
            from = to;
        }
        return parts;
    }

    /// @return  where the next line begins that is a boundary; -1: there is none
    private static int next(String text, String line, int from) {
        int at = text.indexOf("\r\n" + line, from);
        return at < 0 ? -1 : at + 2;
    }
}
