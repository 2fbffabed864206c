package io.tallygate.gateway.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4FrameInputStream;

/// What a gateway stores, as ClickHouse would read it: the columns that an insert names, by the form that
/// ClickHouse documents and not by the code that wrote it.
public final class StoredUsage implements AutoCloseable {
    private static final Pattern INSERT = Pattern.compile("INSERT INTO (\\w+) \\(([^)]*)\\) FORMAT RowBinary");

    /// @param columns  texts, but for numbers, which are [Long], and maps
    public record Row(String table, Map<String, Object> columns) {
        public String text(String column) {
            return String.valueOf(columns.get(column));
        }
    }

    private final HttpServer server;
    private final List<Row> rows = new CopyOnWriteArrayList<>();
    private final byte[] migrations = migrations();

    public StoredUsage() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Row> rows(String table) {
        return rows.stream().filter(row -> row.table.equals(table)).toList();
    }

    /// The only one, as soon as it is there.
    public Row row(String table) throws Exception {
        RunningGateway.await("a row of " + table, () -> !rows(table).isEmpty());
        if (rows(table).size() != 1) {
            throw new AssertionError(rows(table).size() + " rows of " + table);
        }
        return rows(table).getFirst();
    }

    public void forget() {
        rows.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean packed = "lz4".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            InputStream sent = exchange.getRequestBody();
            byte[] body = (packed ? new LZ4FrameInputStream(sent) : sent).readAllBytes();
            Matcher insert =
                    INSERT.matcher(URLDecoder.decode(exchange.getRequestURI().getRawQuery(), UTF_8));
            if (insert.find()) {
                rows.addAll(read(insert.group(1), List.of(insert.group(2).split(",\\s*")), body));
            }
            byte[] answer = new String(body, UTF_8).contains("FROM schema_migration") ? migrations : new byte[0];
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /// Every table is there already: each file has run as it is.
    private static byte[] migrations() throws IOException {
        URI known;
        try {
            known = Objects.requireNonNull(StoredUsage.class.getResource("/clickhouse/001_usage_event.sql"))
                    .toURI();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        if (!known.getScheme().equals("jar")) {
            return migrations(Path.of(known).resolveSibling(""));
        }
        try (FileSystem jar = FileSystems.newFileSystem(known, Map.of())) {
            return migrations(jar.getPath("/clickhouse"));
        }
    }

    private static byte[] migrations(Path folder) throws IOException {
        StringBuilder rows = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                rows.append("[%d,\"%s\"]\n"
                        .formatted(Integer.parseInt(name.substring(0, 3)), PortalFeed.sha256(Files.readString(file))));
            }
        }
        return rows.toString().getBytes(UTF_8);
    }

    private static List<Row> read(String table, List<String> columns, byte[] body) {
        ByteBuffer bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        List<Row> rows = new ArrayList<>();
        while (bytes.hasRemaining()) {
            Map<String, Object> row = new LinkedHashMap<>();
            columns.forEach(column -> row.put(column, isText(table, column) ? text(bytes) : value(column, bytes)));
            rows.add(new Row(table, row));
        }
        return rows;
    }

    /// An event's id is its sender's.
    private static boolean isText(String table, String column) {
        return table.equals("metered_event") && column.equals("id");
    }

    private static Object value(String column, ByteBuffer bytes) {
        return switch (column) {
            case "started_at",
                    "ended_at",
                    "occurred_at",
                    "received_at",
                    "request_bytes",
                    "response_bytes",
                    "configuration_revision" -> bytes.getLong();
            case "latency_micros", "upstream_micros" -> (long) bytes.getInt();
            case "status" -> (long) bytes.getShort();
            case "billable" -> (long) bytes.get();
            case "caller" -> address(bytes);
            case "units" -> units(bytes);
            case "attributes" -> attributes(bytes);
            case "id",
                    "tenant",
                    "subscription",
                    "consumer",
                    "application",
                    "credential",
                    "product",
                    "plan_version",
                    "api",
                    "api_version",
                    "route",
                    "trace",
                    "key" -> new UUID(bytes.getLong(), bytes.getLong()).toString();
            default -> text(bytes);
        };
    }

    private static String address(ByteBuffer bytes) {
        byte[] octets = new byte[16];
        bytes.get(octets);
        try {
            return InetAddress.getByAddress(octets).getHostAddress();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> units(ByteBuffer bytes) {
        Map<String, String> units = new TreeMap<>();
        for (int i = bytes.get(); i > 0; i--) {
            String name = text(bytes);
            byte[] number = new byte[16];
            for (int at = 15; at >= 0; at--) {
                number[at] = bytes.get();
            }
            units.put(name, new BigDecimal(new BigInteger(number), 12).toPlainString());
        }
        return units;
    }

    private static Map<String, String> attributes(ByteBuffer bytes) {
        Map<String, String> attributes = new TreeMap<>();
        for (int i = bytes.get(); i > 0; i--) {
            attributes.put(text(bytes), text(bytes));
        }
        return attributes;
    }

    private static String text(ByteBuffer bytes) {
        int length = 0;
        int shift = 0;
        byte octet;
        do {
            octet = bytes.get();
            length |= (octet & 0x7f) << shift;
            shift += 7;
        } while (octet < 0);
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
