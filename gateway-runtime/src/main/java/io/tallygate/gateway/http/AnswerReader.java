package io.tallygate.gateway.http;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Answers of one upstream connection, one after the other. What comes without having been asked for, or behind an
/// answer's end, is never the next call's answer: its connection is not used again.
public final class AnswerReader {
    private final HttpLimits limits;
    private final BodyReader body;
    private final Ending ending = new Ending();
    private @Nullable AnswerHead head;
    private boolean answersHead;
    private boolean inBody;
    private boolean keepAlive;
    private boolean lost;
    private boolean hasLeftover;
    private boolean switched;

    /// Who takes what is read.
    public interface Sink extends BodyReader.Sink {
        /// A head of 1xx, which is forgotten behind this.
        /// @return  whether to read on; behind 101 what follows is another protocol's and stays where it is
        boolean onInterim(AnswerHead head);

        /// @return  whether to read on
        boolean onHead(AnswerHead head);
    }

    public AnswerReader(HttpLimits limits) {
        this.limits = limits;
        this.body = new BodyReader(limits);
    }

    /// The answer of the next request is read into that head.
    /// @param toHead  the request is one for a head alone
    public void expect(AnswerHead into, boolean toHead) {
        head = into;
        answersHead = toHead;
        inBody = false;
        keepAlive = false;
    }

    /// Of the answer whose head was passed on last.
    public boolean isKeepAlive() {
        return keepAlive;
    }

    public boolean hasLeftover() {
        return hasLeftover;
    }

    /// Takes everything, unless the connection speaks another protocol from somewhere on.
    public void read(ByteBuf in, Sink sink) {
        while (in.isReadable() && !switched) {
            AnswerHead reading = head;
            if (lost || reading == null) {
                in.skipBytes(in.readableBytes());
            } else if (inBody) {
                hasLeftover = false;
                ending.in = in;
                ending.sink = sink;
                body.read(in, ending);
            } else if (!head(reading, in, sink)) {
                lost = true;
            }
        }
    }

    private boolean head(AnswerHead reading, ByteBuf in, Sink sink) {
        if (!reading.read(in, limits)) {
            return reading.malformed() == null || malformed(sink, reading.malformed());
        }
        Malformed contradictory = reading.understand();
        if (contradictory != null) {
            return malformed(sink, contradictory);
        }
        if (reading.isInterim()) {
            boolean switches = reading.status() == 101;
            boolean goOn = sink.onInterim(reading);
            switched = switches && goOn;
            reading.clear();
            return goOn;
        }
        keepAlive = reading.isKeepAlive();
        inBody = true;
        boolean bodied = reading.mayHaveBody(answersHead);
        if (!bodied || reading.contentLength() == 0) {
            body.none();
        } else if (reading.isChunked()) {
            body.beginChunked();
        } else if (reading.contentLength() > 0) {
            body.begin(reading.contentLength());
        } else {
            body.beginToTheEnd();
            keepAlive = false;
        }
        if (!sink.onHead(reading)) {
            return false;
        }
        if (body.isEnded()) {
            end(in, sink, null);
        }
        return true;
    }

    private static boolean malformed(Sink sink, @Nullable Malformed malformed) {
        if (malformed != null) {
            sink.onMalformedBody(malformed);
        }
        return false;
    }

    private void end(ByteBuf in, Sink sink, @Nullable Fields trailers) {
        head = null;
        if (in.isReadable()) {
            hasLeftover = true;
            lost = true;
        }
        sink.onBodyEnd(trailers);
    }

    /// Notices what lies behind the end before anybody is told of it.
    private final class Ending implements BodyReader.Sink {
        private @Nullable ByteBuf in;
        private @Nullable Sink sink;

        @Override
        public void onData(ByteBuf part) {
            requireNonNull(sink).onData(part);
        }

        @Override
        public void onBodyEnd(@Nullable Fields trailers) {
            end(requireNonNull(in), requireNonNull(sink), trailers);
        }

        @Override
        public void onMalformedBody(Malformed malformed) {
            lost = true;
            requireNonNull(sink).onMalformedBody(malformed);
        }
    }

    /// A body that ends with its connection is complete now.
    /// @return  whether that was so
    public boolean connectionEnded(Sink sink) {
        if (inBody && head != null && body.endsWithConnection()) {
            head = null;
            body.none();
            sink.onBodyEnd(null);
            return true;
        }
        return false;
    }
}
