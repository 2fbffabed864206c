package io.tallygate.cli.accesslog;

/// A line that cannot be counted as it is, and why. Listed and kept, to be mended and read again.
final class BadLine extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 60;

    BadLine(String reason) {
        super(reason, null, false, false); // by the million in a broken log
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /// For a message: short, and nothing that a terminal would obey.
    static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain;
    }
}
