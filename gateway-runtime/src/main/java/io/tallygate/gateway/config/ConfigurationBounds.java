package io.tallygate.gateway.config;

/// How much of a configuration one gateway holds. What goes beyond is refused alone, counted, and reported to the
/// portal
/// like all that cannot be used; the gateway goes on with what it has rather than run out of memory. It is taken when
/// it
/// is told again and there is room.
/// @param routes       with those that let nobody pass
/// @param credentials  of all kinds
public record ConfigurationBounds(int routes, int credentials) {
    /// The usual ones are what half of the heap holds at least: about 5 KiB a route and 300 octets a credential.
    private static final int ROUTES_PER_MIB = 80;

    private static final int CREDENTIALS_PER_MIB = 800;

    public ConfigurationBounds {
        if (routes < 1 || credentials < 1) {
            throw new IllegalArgumentException("bounds of " + routes + " and " + credentials);
        }
    }

    /// @param heapBytes  that the process may have
    public static ConfigurationBounds ofHeap(long heapBytes) {
        long mib = Math.clamp(heapBytes >> 20, 1, 1 << 20);
        return new ConfigurationBounds((int) (mib * ROUTES_PER_MIB), (int) (mib * CREDENTIALS_PER_MIB));
    }
}
