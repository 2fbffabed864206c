package io.tallygate.gateway.running;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// Takes spans as a collector of OpenTelemetry does, by OTLP over HTTP, and shows them.
public final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> resources = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile long delayMillis;

    public Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            pause(delayMillis);
            if (status == 200) {
                authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().forEach(resource -> {
                    resources.add(resource.getResource().toString());
                    resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
                });
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /// Takes that long, and answers so.
    public void answers(int with, long afterMillis) {
        status = with;
        delayMillis = afterMillis;
    }

    public List<String> resources() {
        return resources;
    }

    public List<String> authorizations() {
        return authorizations;
    }

    /// Of that trace, in the order in which they came.
    public List<Span> of(String traceId) {
        return spans.stream()
                .filter(span -> hex(span.getTraceId().toByteArray()).equals(traceId))
                .toList();
    }

    public int size() {
        return spans.size();
    }

    public static String hex(byte[] id) {
        return HexFormat.of().formatHex(id);
    }

    /// @return  null: it is not there
    public static String attribute(Span span, String name) {
        for (KeyValue attribute : span.getAttributesList()) {
            if (attribute.getKey().equals(name)) {
                return attribute.getValue().hasIntValue()
                        ? Long.toString(attribute.getValue().getIntValue())
                        : attribute.getValue().getStringValue();
            }
        }
        return null;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
