package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages as connections of ours read them, in as many pieces as one likes.
final class OurReaders implements AnswerReader.Sink {
    private final HttpLimits limits = HttpLimits.standard();
    private final Authorities authorities = new Authorities();
    private final RequestHead request = new RequestHead();
    private final AnswerHead answer = new AnswerHead();
    private StringBuilder body = new StringBuilder();
    private StringBuilder interim = new StringBuilder();
    private boolean ended;
    private boolean malformed;
    private boolean headCame;

    private void begin() {
        body = new StringBuilder();
        interim = new StringBuilder();
        ended = false;
        malformed = false;
        headCame = false;
    }

    /// @param cuts  where one piece ends and another begins
    /// @return      null when it is refused, or more is needed
    @Nullable
    Reading request(byte[] octets, List<Integer> cuts) {
        begin();
        request.clear();
        BodyReader reader = new BodyReader(limits);
        boolean inBody = false;
        int from = 0;
        for (int i = 0; i <= cuts.size(); i++) {
            int to = i == cuts.size() ? octets.length : cuts.get(i);
            ByteBuf in = Unpooled.wrappedBuffer(octets, from, to - from);
            from = to;
            if (!inBody) {
                if (!request.read(in, limits)) {
                    if (request.malformed() != null) {
                        return null;
                    }
                    continue;
                }
                if (request.understand(authorities) != null) {
                    return null;
                }
                inBody = true;
                if (request.isChunked()) {
                    reader.beginChunked();
                } else if (request.hasBody()) {
                    reader.begin(request.contentLength());
                } else {
                    ended = true;
                }
            }
            if (!ended) {
                reader.read(in, this);
            }
            if (malformed) {
                return null;
            }
        }
        if (!ended) {
            return null;
        }
        String query = request.query();
        int pathFrom = request.pathFrom();
        String path = new String(request.fields().octets(), pathFrom, request.pathTo() - pathFrom, ISO_8859_1);
        String target = query == null ? path : path + "?" + query;
        return new Reading(request.method() + " " + target, Reading.fieldsOf(request.fields()), body.toString());
    }

    /// The answer to a GET, on a connection that ends behind the octets.
    /// @param cuts  where one piece ends and another begins
    /// @return      null when it is refused, or does not come to its end
    @Nullable
    Reading answer(byte[] octets, List<Integer> cuts) {
        begin();
        answer.clear();
        AnswerReader reader = new AnswerReader(limits);
        reader.expect(answer, false);
        int from = 0;
        for (int i = 0; i <= cuts.size(); i++) {
            int to = i == cuts.size() ? octets.length : cuts.get(i);
            reader.read(Unpooled.wrappedBuffer(octets, from, to - from), this);
            from = to;
            if (malformed) {
                return null;
            }
        }
        if (!ended && !reader.connectionEnded(this) || !headCame) {
            return null;
        }
        return new Reading(interim.toString() + answer.status(), Reading.fieldsOf(answer.fields()), body.toString());
    }

    @Override
    public boolean onInterim(AnswerHead head) {
        if (head.status() == 101) {
            malformed = true;
            return false;
        }
        interim.append(head.status()).append(' ');
        return true;
    }

    @Override
    public boolean onHead(AnswerHead head) {
        headCame = true;
        return true;
    }

    @Override
    public void onData(ByteBuf part) {
        body.append(part.toString(ISO_8859_1));
        part.release();
    }

    @Override
    public void onBodyEnd(@Nullable Fields trailers) {
        ended = true;
    }

    @Override
    public void onMalformedBody(Malformed why) {
        malformed = true;
    }
}
