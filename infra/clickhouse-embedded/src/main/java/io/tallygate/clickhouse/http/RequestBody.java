package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.compression.ContentCoding;
import io.tallygate.clickhouse.compression.FrameInput;
import io.tallygate.clickhouse.engine.EngineException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpEntity;

/// A request's body, decoded, as it arrives; no more of it than is allowed.
final class RequestBody extends FilterInputStream {
    private final Limits limits;
    private final Counters counters;
    private final boolean none;
    private long received;

    private RequestBody(InputStream in, boolean none, Limits limits, Counters counters) {
        super(in);
        this.none = none;
        this.limits = limits;
        this.counters = counters;
    }

    static RequestBody of(ClassicHttpRequest request, QueryParameters parameters, Limits limits, Counters counters)
            throws IOException, EngineException {
        HttpEntity entity = request.getEntity();
        if (entity == null || entity.getContentLength() == 0) {
            return new RequestBody(InputStream.nullInputStream(), true, limits, counters);
        }
        String type = entity.getContentType();
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            throw EngineException.of(
                    EngineException.NOT_IMPLEMENTED, "Multipart bodies are not offered", "NOT_IMPLEMENTED");
        }
        ContentCoding coding = ContentCoding.named(entity.getContentEncoding());
        if (coding == null) {
            throw EngineException.of(
                    EngineException.NOT_IMPLEMENTED,
                    "Content-Encoding is not offered; lz4, gzip and deflate are",
                    "NOT_IMPLEMENTED");
        }
        InputStream plain = coding.decode(entity.getContent());
        return new RequestBody(parameters.isOn("decompress") ? new FrameInput(plain) : plain, false, limits, counters);
    }

    /// Whether the request came without one.
    boolean isEmpty() {
        return none;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int size = in.read(into, offset, length);
        if (size > 0) {
            counters.receivedBytes.add(size);
            received += size;
            if (received > limits.bodyBytes()) {
                counters.refused("bodyBytes");
                throw new ZipException("the body is larger than " + limits.bodyBytes() + " bytes");
            }
        }
        return size;
    }
}
