package io.tallygate.cli.accesslog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a log writes a request.
public interface LogForm {
    /// @throws BadLine  when it holds no request that can be counted
    LogLine read(String line);

    /// Common and Combined: `host ident user [time] "request" status bytes "referer" "agent"`, and what follows.
    static LogForm combined() {
        return new Combined();
    }

    /// One JSON object a line, with the fields that nginx, Apache, Envoy, Traefik or Caddy are usually told to write.
    /// @param fields  other names: `time`, `caller`, `method`, `path`, `status`, `bytes` → the log's own
    static LogForm json(Map<String, String> fields) {
        return new Json(fields);
    }

    /// Whichever a line looks like.
    static LogForm any(Map<String, String> fields) {
        LogForm json = json(fields);
        LogForm combined = combined();
        return line -> line.startsWith("{") ? json.read(line) : combined.read(line);
    }

    /// `GET /path?query HTTP/1.1`, or a target alone.
    /// @return  its path, without the query
    static String path(String target) {
        String path = target;
        int scheme = path.indexOf("://");
        if (scheme > 0 && !path.startsWith("/")) { // absolute form
            int slash = path.indexOf('/', scheme + 3);
            path = slash < 0 ? "/" : path.substring(slash);
        }
        int query = path.indexOf('?');
        path = query < 0 ? path : path.substring(0, query);
        int fragment = path.indexOf('#');
        return fragment < 0 ? path : path.substring(0, fragment);
    }

    final class Combined implements LogForm {
        private static final Pattern LINE = Pattern.compile(
                "(\\S++) \\S++ (.*?) \\[([^\\]]++)\\] \"((?:[^\"\\\\]|\\\\.)*+)\" ([0-9]{3}) ([0-9]++|-)(?: .*)?");

        @Override
        public LogLine read(String line) {
            Matcher found = LINE.matcher(line);
            if (!found.matches()) {
                throw new BadLine("not in Combined or Common form");
            }
            String user = found.group(2);
            String[] request = found.group(4).split(" ", -1);
            if (request.length < 2) {
                throw new BadLine("no request line: " + BadLine.shown(found.group(4)));
            }
            String bytes = found.group(6);
            return new LogLine(
                    LoggedTime.parse(found.group(3)),
                    user.equals("-") || user.isEmpty() ? found.group(1) : user,
                    request[0],
                    path(request[1]),
                    Integer.parseInt(found.group(5)),
                    number(bytes.equals("-") ? "0" : bytes));
        }
    }

    final class Json implements LogForm {
        private static final ObjectMapper MAPPER =
                new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        private static final Map<String, List<String>> USUAL = Map.of(
                "time",
                        List.of(
                                "time",
                                "t",
                                "@timestamp",
                                "timestamp",
                                "time_iso8601",
                                "time_local",
                                "start_time",
                                "StartUTC",
                                "ts",
                                "msec"),
                "caller",
                        List.of(
                                "caller",
                                "consumer",
                                "remote_user",
                                "user",
                                "client",
                                "client_ip",
                                "clientip",
                                "remote_addr",
                                "remote_host",
                                "remote_ip",
                                "ClientHost",
                                "host"),
                "method", List.of("method", "request_method", "verb", "RequestMethod"),
                "path", List.of("path", "uri", "request_uri", "url", "RequestPath", "request"),
                "status", List.of("status", "response", "response_code", "status_code", "DownstreamStatus"),
                "bytes",
                        List.of(
                                "bytes",
                                "body_bytes_sent",
                                "bytes_sent",
                                "response_size",
                                "size",
                                "DownstreamContentSize"));

        private final Map<String, String> fields;

        private Json(Map<String, String> fields) {
            for (String name : fields.keySet()) {
                if (!USUAL.containsKey(name)) {
                    throw new IllegalArgumentException("A line has no " + name + ", but " + USUAL.keySet());
                }
            }
            this.fields = Map.copyOf(fields);
        }

        @Override
        public LogLine read(String line) {
            JsonNode object;
            try {
                object = MAPPER.readTree(line);
            } catch (JsonProcessingException broken) {
                throw new BadLine("not JSON: " + BadLine.shown(broken.getOriginalMessage()));
            }
            if (!object.isObject()) {
                throw new BadLine("no JSON object");
            }
            String path = text(object, "path");
            String method = text(object, "method");
            String[] request = path.split(" ", -1);
            if (request.length == 3 && method.isEmpty()) { // a whole request line
                method = request[0];
                path = request[1];
            }
            String time = text(object, "time");
            if (time.isEmpty()) {
                throw new BadLine("no time");
            }
            String status = text(object, "status");
            if (!status.matches("[0-9]{3}")) {
                throw new BadLine("no status: " + BadLine.shown(status));
            }
            String bytes = text(object, "bytes");
            return new LogLine(
                    LoggedTime.parse(time),
                    text(object, "caller"),
                    method,
                    path(path),
                    Integer.parseInt(status),
                    number(bytes.isEmpty() || bytes.equals("-") ? "0" : bytes));
        }

        /// The first of the usual names that says something; empty: none does.
        private String text(JsonNode object, String what) {
            String own = fields.get(what);
            List<String> names = own == null ? USUAL.getOrDefault(what, List.of()) : List.of(own);
            for (String name : names) {
                JsonNode value = name.startsWith("/") ? object.at(name) : object.path(name);
                if (value.isValueNode() && !value.isNull() && !value.asText().equals("-")) {
                    String text = value.asText();
                    if (!text.isEmpty()) {
                        return text;
                    }
                }
            }
            return "";
        }
    }

    private static long number(String digits) {
        if (!digits.matches("[0-9]{1,18}")) {
            throw new BadLine("no number of bytes: " + BadLine.shown(digits));
        }
        return Long.parseLong(digits);
    }
}
