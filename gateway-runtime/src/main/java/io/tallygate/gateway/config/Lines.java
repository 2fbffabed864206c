package io.tallygate.gateway.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Lines of a stream, each ended by a line feed; what comes behind the last one is none.
final class Lines {
    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    private int at;
    private int end;
    private long offset;

    Lines(InputStream in) {
        this.in = in;
    }

    /// @return  without its line feed; null at the end
    /// @throws FeedLines.Broken  when it is longer than any line may be
    byte @Nullable [] next() throws IOException {
        line.reset();
        while (true) {
            if (at == end) {
                end = in.read(buffer);
                at = 0;
                if (end < 0) {
                    end = 0;
                    return null;
                }
            }
            int lf = at;
            while (lf < end && buffer[lf] != '\n') {
                lf++;
            }
            line.write(buffer, at, lf - at);
            offset += lf - at;
            at = lf;
            if (lf < end) {
                at++;
                offset++;
                return line.toByteArray();
            }
            if (line.size() > FeedLines.MAX_LINE) {
                throw new FeedLines.Broken("a line without end");
            }
        }
    }

    /// Octets up to the end of the last line, its line feed included.
    long offset() {
        return offset;
    }
}
