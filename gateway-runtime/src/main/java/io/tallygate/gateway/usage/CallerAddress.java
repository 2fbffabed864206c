package io.tallygate.gateway.usage;

import io.tallygate.gateway.address.IpAddress;
import io.tallygate.metering.recording.UsageDraft;

/// What a call's record says of its caller's address: it is personal data.
public enum CallerAddress {
    /// Nothing.
    NONE,
    /// Its network: the first 24 bits of an address of version 4, the first 48 of version 6.
    TRUNCATED;

    private static final long LAST_OCTET = 0xff;
    private static final long BEHIND_48_BITS = 0xffff;

    void into(UsageDraft usage, String address) {
        if (this == NONE) {
            return;
        }
        IpAddress known = IpAddress.parse(address);
        if (known == null) {
            return;
        }
        if (known.is4()) {
            usage.callerHigh = known.high();
            usage.callerLow = known.low() & ~LAST_OCTET;
        } else {
            usage.callerHigh = known.high() & ~BEHIND_48_BITS;
            usage.callerLow = 0;
        }
    }
}
