package io.tallygate.portal.gatewayconfig.web;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.time.Duration;

/// A response's output that gives up when a batch takes too long. A reader that takes nothing at all is cut off
/// by the server's own write timeout; this one cuts off a reader that takes a little now and then.
final class BatchDeadline extends FilterOutputStream {
    private final long nanos;
    private long begun = System.nanoTime();

    BatchDeadline(OutputStream response, Duration deadline) {
        super(response);
        this.nanos = deadline.toNanos();
    }

    void begin() {
        begun = System.nanoTime();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (System.nanoTime() - begun > nanos) {
            throw new Passed();
        }
        out.write(bytes, offset, length);
    }

    static final class Passed extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;
    }
}
