package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.random.RandomGenerator;

/// Requests and answers as octets: most of them right or nearly right, since only those get far into a parser. What is
/// wrong with
/// one
/// is drawn from what has been wrong with parsers before.
final class MessageGrammar {
    private static final String[] METHODS = {"GET", "POST", "PUT", "M-SEARCH", "get", "", "G T", "GE\tT", "PO\u0000ST"};
    private static final String[] TARGETS = {
        "/",
        "/a",
        "/a/b?c=d",
        "*",
        "http://a/b",
        "http://a",
        "HTTP://A?x",
        "https://a:1/",
        "//x",
        "/a#b",
        "/\\",
        "a:1",
        "",
        "/%zz",
        "/\u00e9",
        "/a b"
    };
    private static final String[] VERSIONS = {
        "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/1.1 ", "HTTP/11", "HTTP/1,1", "HTTP/1.10", ""
    };
    private static final String[] NAMES = {
        "Host",
        "host",
        "Content-Length",
        "content-length",
        "Transfer-Encoding",
        "Connection",
        "X-A",
        "x_a",
        "Cookie",
        "TE",
        "Upgrade",
        "Expect",
        "X-A ",
        " X-A",
        "X\u0000A",
        "X(A",
        "",
        "Content-Length\u000b",
        "X\u00e9"
    };
    private static final String[] VALUES = {
        "a",
        "a:1",
        "[::1]:2",
        "0",
        "3",
        "03",
        "+3",
        "3, 3",
        "-1",
        "0x3",
        "99999999999999999999",
        "chunked",
        "Chunked",
        " chunked",
        "chunked ",
        "gzip, chunked",
        "chunked, chunked",
        "xchunked",
        "identity",
        "close",
        "keep-alive",
        "",
        " ",
        "\t",
        "a\u0000b",
        "a\u007fb",
        "a\rb",
        "a\nb",
        "\u00e9",
        "100-continue",
        "a, b",
        "\"q\""
    };
    private static final String[] STATUSES = {
        "200 OK",
        "204 No Content",
        "304 Not Modified",
        "404 Not Found",
        "200",
        "200 ",
        "100 Continue",
        "103 Early Hints",
        "205 Reset Content",
        "500 a b\tc",
        "99 Low",
        "600 High",
        "2000 OK",
        "20 OK",
        " 200 OK",
        "200  OK",
        "+200 OK",
        "2x0 OK",
        "200 \u0000",
        "200 \u00e9",
        ""
    };
    private static final String[] LINE_ENDS = {"\r\n", "\n", "\r", "\r\r\n", "\n\r", "\r\n "};
    private static final String[] SIZES = {
        "0",
        "3",
        "3;a",
        "3;a=b",
        "3;a=\"b\\\"c\"",
        "3 ",
        " 3",
        "0x3",
        "+3",
        "3_0",
        "00000000000000003",
        "g",
        "",
        "3;",
        "3;a\n",
        "-3"
    };

    private final RandomGenerator random;

    MessageGrammar(RandomGenerator random) {
        this.random = random;
    }

    private String pick(String[] from, int usual) {
        return random.nextInt(4) < 3
                ? from[random.nextInt(Math.min(usual, from.length))]
                : from[random.nextInt(from.length)];
    }

    private String lineEnd() {
        return random.nextInt(40) == 0 ? LINE_ENDS[random.nextInt(LINE_ENDS.length)] : "\r\n";
    }

    byte[] request() {
        StringBuilder text = new StringBuilder();
        text.append(pick(METHODS, 3)).append(random.nextInt(40) == 0 ? "  " : " ");
        text.append(pick(TARGETS, 3)).append(random.nextInt(40) == 0 ? "\t" : " ");
        text.append(pick(VERSIONS, 2)).append(lineEnd());
        if (random.nextInt(8) != 0) {
            text.append("Host: a").append(lineEnd());
        }
        fieldsAndBody(text, "abcdef");
        return damaged(text);
    }

    /// Sometimes with interim answers in front.
    byte[] answer() {
        StringBuilder text = new StringBuilder();
        for (int heads = random.nextInt(6) == 0 ? 2 : 1; heads > 0; heads--) {
            text.append(pick(VERSIONS, 2)).append(random.nextInt(40) == 0 ? "  " : " ");
            text.append(heads > 1 ? "100 Continue" : pick(STATUSES, 4)).append(lineEnd());
            if (heads > 1) {
                text.append(random.nextInt(8) == 0 ? "Content-Length: 3\r\n" : "")
                        .append(lineEnd());
            }
        }
        fieldsAndBody(text, "abc");
        return damaged(text);
    }

    private void fieldsAndBody(StringBuilder text, String body) {
        boolean chunked = false;
        for (int fields = random.nextInt(5); fields > 0; fields--) {
            String name = pick(NAMES, 12);
            String value = VALUES[random.nextInt(VALUES.length)];
            chunked |= name.equalsIgnoreCase("Transfer-Encoding")
                    && value.toLowerCase().contains("chunked");
            text.append(name).append(random.nextInt(40) == 0 ? "" : ":").append(random.nextBoolean() ? " " : "");
            text.append(value).append(lineEnd());
        }
        text.append(lineEnd());
        if (chunked) {
            for (int chunks = random.nextInt(3); chunks > 0; chunks--) {
                text.append(pick(SIZES, 5)).append(lineEnd()).append("abc").append(lineEnd());
            }
            text.append("0")
                    .append(lineEnd())
                    .append(random.nextInt(6) == 0 ? "X-T: 1\r\n" : "")
                    .append(lineEnd());
        } else if (random.nextInt(3) == 0) {
            text.append(body);
        }
    }

    private byte[] damaged(StringBuilder text) {
        byte[] octets = text.toString().getBytes(ISO_8859_1);
        if (random.nextInt(10) == 0 && octets.length > 0) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return octets;
    }
}
