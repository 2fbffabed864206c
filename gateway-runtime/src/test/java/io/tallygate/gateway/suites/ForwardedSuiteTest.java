package io.tallygate.gateway.suites;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.TestCertificates;
import io.tallygate.gateway.running.WitnessUpstream;
import io.tallygate.gateway.running.WitnessUpstream.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// `forwarded-headers`, over the public port: what an upstream sees of the way that a call took.
class ForwardedSuiteTest {
    private static final SuiteTable TABLE = SuiteTable.of("forwarded-headers");
    private static final SuiteReport REPORT = new SuiteReport("public port", true);
    private static final UUID UPSTREAM = new UUID(19, 1);
    private static final String US = "127.0.0.1";
    private static final Map<String, Group> GROUPS = new LinkedHashMap<>();

    private static final TestCertificates CERTIFICATES = certificates();

    private static TestCertificates certificates() {
        try {
            TestCertificates certificates = new TestCertificates();
            certificates.put("any", "any.test");
            return certificates;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// A gateway that trusts certain proxies.
    private record Group(RunningGateway gateway, WitnessUpstream witness) {}

    @AfterAll
    static void stop() throws Exception {
        REPORT.print();
        for (Group group : GROUPS.values()) {
            group.gateway().close();
            group.witness().close();
        }
    }

    @TestFactory
    Stream<DynamicTest> rows() {
        return TABLE.rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.path("id").asText(), () -> {
                    REPORT.row(TABLE, row.path("id").asText(), wrong(row), List.of());
                }));
    }

    private static Group group(JsonNode row) throws Exception {
        List<String> trusted = SuiteTable.texts(row.path("config").path("trustedProxies"));
        String peer = row.path("request").path("peer").asText(US);
        String proxies = row.path("config").path("trustEveryPeer").asBoolean()
                ? "0.0.0.0/0,::/0"
                : String.join(
                        ",",
                        trusted.stream()
                                .map(each -> each.equals(peer) ? US : each)
                                .toList());
        Map<String, String> settings = new TreeMap<>(Map.of("TALLYGATE_TRUSTED_PROXIES", proxies));
        besides(row, settings);
        Group known = GROUPS.get(settings.toString());
        if (known == null) {
            WitnessUpstream witness = new WitnessUpstream();
            RunningGateway gateway = RunningGateway.withSettings(settings, US + ":" + witness.port());
            gateway.feed().upstream(UPSTREAM, witness.port(), "", 5_000);
            gateway.restartWithTls(CERTIFICATES.folder());
            known = new Group(gateway, witness);
            GROUPS.put(settings.toString(), known);
        }
        return known;
    }

    /// What a row's source does unasked, and a gateway of ours when it is told to.
    private static void besides(JsonNode row, Map<String, String> settings) {
        Set<String> besides = new TreeSet<>();
        for (JsonNode name : row.path("needs")) {
            switch (name.asText()) {
                case "x-forwarded-port" -> besides.add("port");
                case "x-forwarded-path" -> besides.add("path");
                case "x-forwarded-scheme", "x-scheme" -> besides.add("scheme");
                default -> {}
            }
        }
        if (!row.path("config").has("alsoSend")) {
            besides.remove("scheme");
        }
        settings.put("TALLYGATE_FORWARDED_BESIDES", String.join(",", besides));
        if (row.path("config").has("publicPort")) {
            settings.put(
                    "TALLYGATE_PUBLIC_PORT",
                    row.path("config").path("publicPort").asText());
        }
        if (row.path("origin").asText().equals("traefik")) {
            settings.put("TALLYGATE_PUBLIC_TLS_PORT", "443"); // where the listener of its source stands
        }
        if (row.path("config").path("listenerSpeaksProxyProtocol").asBoolean()) {
            boolean trusted =
                    SuiteTable.texts(row.path("config").path("trustedProxies")).contains(US);
            settings.put("TALLYGATE_PROXY_PROTOCOL_FROM", trusted ? US : "10.0.0.1");
        }
    }

    private static @Nullable String wrong(JsonNode row) throws Exception {
        Group group = group(row);
        JsonNode route = row.path("config").path("route");
        String host = route.path("hosts").path(0).asText("");
        String path = route.path("paths").path(0).asText("");
        route(
                group.gateway(),
                host,
                path.equals("/") ? "" : path,
                route.path("stripPath").asBoolean(),
                policies(row));
        String request = row.path("request").has("raw")
                ? row.path("request").path("raw").asText()
                : request(row.path("request"), host);
        request = withPorts(group, request);
        String sent = request;
        group.witness().answers(answer(row.path("request")));
        RunningGateway.await("the row's route", () -> !status(group, sent).equals("404"));
        int before = group.witness().received().size();
        boolean tls = row.path("request").path("scheme").asText().equals("https");
        String answer = tls
                ? overTls(group.gateway().tlsPort(), request)
                : group.gateway().raw(request);
        if (group.witness().received().size() != before + 1) {
            return "answered " + answer.lines().findFirst().orElse("nothing") + ", and nothing went upstream";
        }
        Seen seen = group.witness().received().getLast();
        List<String> wrong = new ArrayList<>();
        row.path("expect").path("upstreamHeaders").properties().forEach(header -> {
            String saw = seen.header(header.getKey());
            if (!matches(
                    header.getValue(),
                    saw,
                    group,
                    row.path("request").path("peer").asText(US))) {
                wrong.add(header.getKey() + " is " + saw + ", expected " + header.getValue());
            }
        });
        for (JsonNode name : row.path("expect").path("absentUpstreamHeaders")) {
            if (seen.header(name.asText()) != null) {
                wrong.add(name.asText() + " is there: " + seen.header(name.asText()));
            }
        }
        for (JsonNode name : row.path("expect").path("connectionHeaderDoesNotList")) {
            if (String.valueOf(seen.header("connection")).contains(name.asText())) {
                wrong.add("connection lists " + name.asText());
            }
        }
        row.path("expect").path("responseHeaders").properties().forEach(header -> {
            if (!answer.toLowerCase(Locale.ROOT)
                    .contains((header.getKey() + ": " + header.getValue().asText()).toLowerCase(Locale.ROOT))) {
                wrong.add("the answer has no " + header);
            }
        });
        return wrong.isEmpty() ? null : String.join("; ", wrong);
    }

    private static String overTls(int port, String request) throws Exception {
        try (SSLSocket socket = TestCertificates.connect(port, "any.test", "TLSv1.3")) {
            socket.setSoTimeout(1_500);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static String answer(JsonNode request) {
        StringBuilder answer = new StringBuilder("HTTP/1.1 200 OK\r\n");
        request.path("upstreamAnswersWithHeaders")
                .properties()
                .forEach(header -> answer.append(header.getKey())
                        .append(": ")
                        .append(header.getValue().asText())
                        .append("\r\n"));
        return request.path("upstreamAnswersChunked").asBoolean()
                ? answer + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
                : answer + "Content-Length: 2\r\n\r\nok";
    }

    /// @param peer  that the table names: it is a loopback address here
    private static boolean matches(JsonNode expected, @Nullable String saw, Group group, String peer) {
        if (expected.has("not")) {
            return saw == null || !saw.equals(expected.path("not").asText());
        }
        if (expected.has("beforeThePeerIsAppended")) {
            String before = expected.path("beforeThePeerIsAppended").asText();
            return (before.isEmpty() ? US : before + ", " + US).equals(saw);
        }
        return withPorts(group, expected.asText().replace(peer, US)).equals(saw);
    }

    private static String withPorts(Group group, String text) {
        return text.replace("${gatewayPort}", Integer.toString(group.gateway().port()))
                .replace("${upstreamPort}", Integer.toString(group.witness().port()));
    }

    private static String status(Group group, String request) throws Exception {
        String answer = group.gateway().raw(request);
        return answer.length() > 12 ? answer.substring(9, 12) : "";
    }

    private static String policies(JsonNode row) {
        JsonNode set = row.path("config").path("requestHeadersSetByPolicy");
        if (row.path("config").path("route").path("preserveHost").asBoolean()) {
            return "{'policy':'rewrite','config':{'keepHost':true}}";
        }
        return set.isObject() ? "{'policy':'request-headers','config':{'set':" + set + "}}" : "";
    }

    private static void route(RunningGateway gateway, String host, String path, boolean strip, String policies) {
        String id = host + path + strip + policies;
        gateway.feed()
                .put(
                        "route",
                        UUID.nameUUIDFromBytes(id.getBytes(ISO_8859_1)),
                        ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s','hosts':[%s],"
                            + "'path':'%s','methods':[],'stripPath':%s,'upstream':'%s','authentication':'none',"
                            + "'metered':false,'operations':[],'policies':[%s]}")
                                .formatted(
                                        PortalFeed.TENANT,
                                        PortalFeed.API,
                                        PortalFeed.API,
                                        host.isEmpty() ? "" : "'" + host + "'",
                                        path,
                                        strip,
                                        UPSTREAM,
                                        policies));
    }

    private static String request(JsonNode request, String host) {
        StringBuilder head = new StringBuilder(request.path("method").asText("GET"))
                .append(' ')
                .append(request.path("target").asText("/"))
                .append(" HTTP/1.1\r\n");
        boolean named = false;
        boolean connection = false;
        for (Map.Entry<String, JsonNode> header : request.path("headers").properties()) {
            named |= header.getKey().equalsIgnoreCase("Host");
            List<String> values = header.getValue().isArray()
                    ? SuiteTable.texts(header.getValue())
                    : List.of(header.getValue().asText());
            for (String value : values) {
                head.append(header.getKey()).append(": ").append(value);
                if (header.getKey().equals("Connection") && !connection) {
                    head.append(", close");
                    connection = true;
                }
                head.append("\r\n");
            }
        }
        if (!named) {
            head.append("Host: ")
                    .append(request.path("host").asText(host.isEmpty() ? "any.test" : host))
                    .append("\r\n");
        }
        return head.append(connection ? "" : "Connection: close\r\n")
                .append("\r\n")
                .toString();
    }
}
