package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Our readers of HTTP/1.1 against Netty's codec, over requests of [MessageGrammar]: what we accept Netty accepts, and
/// reads in the same way; how the octets were cut on their way changes nothing. `-Dfuzz.inputs=` says how many.
class SecondOpinionTest {
    private static final long INPUTS = Long.getLong("fuzz.inputs", 200_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20261130);

    /// What a reader made of a request.
    private record Reading(String method, String target, List<String> fields, String body) {}

    @Test
    void what_we_accept_is_read_alike_by_netty() {
        SplittableRandom random = new SplittableRandom(SEED);
        MessageGrammar grammar = new MessageGrammar(random);
        Ours ours = new Ours();
        long accepted = 0;
        for (long i = 0; i < INPUTS; i++) {
            byte[] octets = grammar.request();
            Reading first = ours.read(octets, List.of());
            Reading again = ours.read(octets, cuts(random, octets.length));
            assertThat(again).as(() -> shown(octets)).isEqualTo(first);
            if (first != null) {
                accepted++;
                assertThat(netty(octets)).as(() -> shown(octets)).isEqualTo(first);
            }
        }
        System.out.println(
                "second-opinion: inputs=" + INPUTS + " accepted=" + accepted + " divergences=0 seed=" + SEED);
        assertThat(accepted).isBetween(INPUTS / 50, INPUTS * 9 / 10);
    }

    private static String shown(byte[] octets) {
        return new String(octets, ISO_8859_1).replace("\r", "\\r").replace("\n", "\\n\n");
    }

    private static List<Integer> cuts(SplittableRandom random, int length) {
        List<Integer> cuts = new ArrayList<>();
        for (int at = 1 + random.nextInt(20); at < length; at += 1 + random.nextInt(20)) {
            cuts.add(at);
        }
        return cuts;
    }

    /// Head and body as a connection of ours reads them.
    private static final class Ours implements BodyReader.Sink {
        private final HttpLimits limits = HttpLimits.standard();
        private final Authorities authorities = new Authorities();
        private final RequestHead head = new RequestHead();
        private StringBuilder body = new StringBuilder();
        private boolean ended;
        private boolean malformed;

        /// @return  null when it is refused, or more is needed
        @Nullable
        Reading read(byte[] octets, List<Integer> cuts) {
            head.clear();
            body = new StringBuilder();
            ended = false;
            malformed = false;
            BodyReader reader = new BodyReader(limits);
            boolean inBody = false;
            int from = 0;
            for (int i = 0; i <= cuts.size(); i++) {
                int to = i == cuts.size() ? octets.length : cuts.get(i);
                ByteBuf in = Unpooled.wrappedBuffer(octets, from, to - from);
                from = to;
                if (!inBody) {
                    if (!head.read(in, limits)) {
                        if (head.malformed() != null) {
                            return null;
                        }
                        continue;
                    }
                    if (head.understand(authorities) != null) {
                        return null;
                    }
                    inBody = true;
                    if (head.isChunked()) {
                        reader.beginChunked();
                    } else if (head.hasBody()) {
                        reader.begin(head.contentLength());
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
            return ended ? reading() : null;
        }

        private Reading reading() {
            List<String> fields = new ArrayList<>();
            for (int place = 0; place < head.fields().places(); place++) {
                fields.add(head.fields().nameAt(place) + ": " + head.fields().valueAt(place));
            }
            String query = head.query();
            String target =
                    new String(head.fields().octets(), head.pathFrom(), head.pathTo() - head.pathFrom(), ISO_8859_1);
            return new Reading(
                    head.method(),
                    query == null ? target : target + "?" + query,
                    withoutFraming(fields),
                    body.toString());
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

    /// Netty takes Transfer-Encoding's spelling for its own matter.
    private static List<String> withoutFraming(List<String> fields) {
        return fields.stream()
                .filter(field -> !field.toLowerCase(Locale.ROOT).startsWith("transfer-encoding"))
                .toList();
    }

    private static @Nullable Reading netty(byte[] octets) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder());
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(octets));
            HttpRequest request = null;
            StringBuilder body = new StringBuilder();
            for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
                try {
                    if (part instanceof DecoderResultProvider provider
                            && provider.decoderResult().isFailure()) {
                        return null;
                    }
                    if (part instanceof HttpRequest head) {
                        request = head;
                    }
                    if (part instanceof HttpContent content) {
                        body.append(content.content().toString(ISO_8859_1));
                    }
                    if (part instanceof LastHttpContent) {
                        break;
                    }
                } finally {
                    ReferenceCountUtil.release(part);
                }
            }
            if (request == null) {
                return null;
            }
            List<String> fields = new ArrayList<>();
            for (Map.Entry<String, String> field : request.headers()) {
                fields.add(field.getKey() + ": " + field.getValue());
            }
            return new Reading(request.method().name(), pathOf(request.uri()), withoutFraming(fields), body.toString());
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    /// Of an absolute form the part behind the authority, as our head splits it; nothing of `*`.
    private static String pathOf(String uri) {
        if (uri.startsWith("/")) {
            return uri;
        }
        int scheme = uri.indexOf("://");
        if (scheme < 0) {
            return "";
        }
        int end = scheme + 3;
        while (end < uri.length() && uri.charAt(end) != '/' && uri.charAt(end) != '?') {
            end++;
        }
        return uri.substring(end);
    }
}
