package io.tallygate.gateway.running;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A name server that tells addresses of IPv4 for a second, and changes its mind when it is told to.
public final class NameServer implements AutoCloseable {
    private static final int TYPE_A = 1;

    private final DatagramSocket socket;
    private final Map<String, byte[]> addresses = new ConcurrentHashMap<>();

    public NameServer() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::answer);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    public void leadsTo(String name, String address) {
        addresses.put(name, InetAddress.ofLiteral(address).getAddress());
    }

    private void answer() {
        try {
            byte[] buffer = new byte[512];
            while (true) {
                DatagramPacket asked = new DatagramPacket(buffer, buffer.length);
                socket.receive(asked);
                byte[] answer = answer(Arrays.copyOf(buffer, asked.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private byte[] answer(byte[] question) {
        StringBuilder name = new StringBuilder();
        int at = 12;
        for (; question[at] != 0; at += question[at] + 1) {
            name.append(name.isEmpty() ? "" : ".").append(new String(question, at + 1, question[at], US_ASCII));
        }
        int type = question[at + 1] << 8 | question[at + 2];
        byte[] address = type == TYPE_A ? addresses.get(name.toString()) : null;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(question, 0, 2);
        boolean known = addresses.containsKey(name.toString());
        out.writeBytes(new byte[] {
            (byte) 0x81, (byte) (known ? 0x80 : 0x83), 0, 1, 0, (byte) (address == null ? 0 : 1), 0, 0, 0, 0
        });
        out.write(question, 12, at + 5 - 12);
        if (address != null) {
            out.writeBytes(new byte[] {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4});
            out.writeBytes(address);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
