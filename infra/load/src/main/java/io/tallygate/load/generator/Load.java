package io.tallygate.load.generator;

import java.io.IOException;

/// What one run of a generator came to.
/// @param calls   answered
/// @param micros  how long it took
/// @param bytes   received; 0 when the generator does not say
/// @param failed  not answered, cut, or answered with anything but 2xx and 3xx
/// @param p50     of the time to an answer, in µs; the others alike
public record Load(long calls, double micros, long bytes, long failed, double p50, double p99, double p999) {
    public double perSecond() {
        return calls / micros * 1e6;
    }

    /// @throws IOException  when a call failed: a figure over failed calls says nothing
    public Load flawless(String subject) throws IOException {
        if (failed > 0 || calls == 0) {
            throw new IOException("%s: %d calls failed, %d were answered".formatted(subject, failed, calls));
        }
        return this;
    }
}
