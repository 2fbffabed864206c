package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/// Responses in their outer form.
final class Answers {
    private Answers() {}

    static ClassicHttpResponse plain(int status, String text) {
        ClassicHttpResponse response = new BasicClassicHttpResponse(status);
        entity(response, new ByteArrayEntity(text.getBytes(StandardCharsets.UTF_8), ContentType.TEXT_PLAIN));
        return response;
    }

    static ClassicHttpResponse error(EngineException e, String version) {
        ClassicHttpResponse response = plain(Statuses.of(e.code()), errorText(e, version) + "\n");
        response.setHeader("X-ClickHouse-Exception-Code", e.code());
        if (e.code() == EngineException.TOO_MANY_SIMULTANEOUS_QUERIES) {
            response.setHeader("Retry-After", 1);
        }
        return response;
    }

    static String errorText(EngineException e, String version) {
        return e.text().strip() + " (version " + version + ")";
    }

    static void entity(ClassicHttpResponse response, HttpEntity entity) {
        response.setEntity(entity);
        response.setHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        response.setHeader("Content-Type", entity.getContentType());
        if (entity.getContentLength() >= 0) {
            response.setHeader("Content-Length", entity.getContentLength());
        } else {
            response.setHeader("Transfer-Encoding", "chunked");
        }
    }

    static boolean keepsAlive(ClassicHttpRequest request, ClassicHttpResponse response) {
        return DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, HttpCoreContext.create());
    }
}
