package io.tallygate.stack.sample;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/// Plausible values that depend on nothing but the question.
final class Chance {
    private final String about;

    Chance(String about) {
        this.about = about;
    }

    /// @return  from `least` to `most`, both included
    int between(String what, int least, int most) {
        CRC32 crc = new CRC32();
        crc.update((about + "/" + what).getBytes(StandardCharsets.UTF_8));
        return least + (int) (crc.getValue() % (most - least + 1));
    }

    String oneOf(String what, List<String> values) {
        return values.get(between(what, 0, values.size() - 1));
    }
}
