package io.tallygate.load.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Answers by path: `…/large` with 1 MiB, `…/text` with 256 KiB that can be compressed, `…/late` after two seconds, all
/// else at once with a few octets. Counts the calls of `…/attacked`, from the moment their head is there.
final class CountingUpstream implements AutoCloseable {
    static final int SMALL = 15;

    private static final int LARGE = 1 << 20;
    private static final int TEXT = 256 << 10;
    private static final long LATE_NANOS = 2_000_000_000L;
    private static final int BACKLOG = 4096;

    private final ServerSocket server;
    private final byte[] small = answer("{\"status\":\"ok\"}".getBytes(ISO_8859_1));
    private final byte[] large = answer(new byte[LARGE]);
    private final byte[] text = answer(words());
    private final LongAdder attacked = new LongAdder();

    CountingUpstream(int port) throws IOException {
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        Thread.ofPlatform().daemon().name("upstream").start(this::accept);
    }

    private static byte[] answer(byte[] body) {
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    /// As a compressor finds text: neither noise nor one line over and over.
    private static byte[] words() {
        Random random = new Random(1);
        byte[] words = new byte[TEXT];
        for (int i = 0; i < TEXT; i++) {
            words[i] = (byte) (random.nextInt(7) == 0 ? ' ' : 'a' + random.nextInt(12));
        }
        return words;
    }

    long attacked() {
        return attacked.sum();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                Thread.ofVirtual().name("upstream").start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream(), 2048);
            OutputStream out = connection.getOutputStream();
            for (String asked = line(in); !asked.isEmpty(); asked = line(in)) {
                long length = 0;
                for (String field = line(in); !field.isEmpty(); field = line(in)) {
                    if (field.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Long.parseLong(field.substring(15).strip());
                    }
                }
                if (asked.contains("/attacked")) {
                    attacked.increment();
                }
                in.skipNBytes(length);
                if (asked.contains("/late")) {
                    LockSupport.parkNanos(LATE_NANOS);
                }
                boolean bodiless = asked.startsWith("HEAD ");
                byte[] answer = asked.contains("/large") ? large : asked.contains("/text") ? text : small;
                out.write(answer, 0, bodiless ? answer.length - bodyOf(answer) : answer.length);
            }
        } catch (IOException gone) {
            // the gateway has no more use for it
        }
    }

    private int bodyOf(byte[] answer) {
        return answer == large ? LARGE : answer == text ? TEXT : SMALL;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return "";
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
