package io.tallygate.gateway.policy.units;

import java.nio.ByteBuffer;

/// Looks at a body that streams past.
interface SeenUnits extends AutoCloseable {
    /// @param part  to be read, and not to be kept
    void part(ByteBuffer part);

    /// The body is complete.
    void end();

    @Override
    void close();
}
