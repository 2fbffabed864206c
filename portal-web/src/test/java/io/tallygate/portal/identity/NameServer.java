package io.tallygate.portal.identity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Answers for TXT records by UDP, or falls silent.
final class NameServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final Map<String, String> records = new ConcurrentHashMap<>();
    private volatile boolean silent;

    private NameServer(DatagramSocket socket) {
        this.socket = socket;
    }

    static NameServer start() throws IOException {
        NameServer server =
                new NameServer(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        Thread.ofPlatform().daemon().start(server::answer);
        return server;
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    void says(String name, String text) {
        records.put(name, text);
    }

    void isSilent(boolean now) {
        silent = now;
    }

    private void answer() {
        byte[] room = new byte[1500];
        while (!socket.isClosed()) {
            try {
                DatagramPacket asked = new DatagramPacket(room, room.length);
                socket.receive(asked);
                if (!silent) {
                    byte[] answer = answer(Arrays.copyOf(room, asked.getLength()));
                    socket.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
                }
            } catch (IOException ended) {
                // the socket was closed
            }
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = 12;
        while (question[at] != 0) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
            at += question[at] + 1;
        }
        String text = records.get(name.toString());
        byte[] head = question.clone();
        head[2] = (byte) 0x81;
        head[3] = (byte) (text == null ? 0x83 : 0x80);
        head[7] = (byte) (text == null ? 0 : 2);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head);
        if (text != null) {
            record(out, "v=spf1 -all");
            record(out, text);
        }
        return out.toByteArray();
    }

    /// In two strings, as long records are.
    private static void record(ByteArrayOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int half = bytes.length / 2;
        out.write(new byte[] {(byte) 0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, (byte) (bytes.length + 2)});
        out.write(half);
        out.write(bytes, 0, half);
        out.write(bytes.length - half);
        out.write(bytes, half, bytes.length - half);
    }

    @Override
    public void close() {
        socket.close();
    }
}
