package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What answers at one host name: routes that name a port before those that do not.
/// @param <T>  what goes with a route
final class HostNode<T> extends Keyed {
    private final int[] ports;
    private final Object[] byPort;
    private final PathNode<RouteMatch<T>> anyPort;

    private HostNode(byte[] key, int[] ports, Object[] byPort, PathNode<RouteMatch<T>> anyPort) {
        super(key);
        this.ports = ports;
        this.byPort = byPort;
        this.anyPort = anyPort;
    }

    static <T> HostNode<T> of(String name) {
        return new HostNode<>(name.getBytes(ISO_8859_1), new int[0], new Object[0], PathNode.root());
    }

    boolean isEmpty() {
        return ports.length == 0 && anyPort.isEmpty();
    }

    @Nullable
    RouteMatch<T> match(Asked asked) {
        if (ports.length > 0) {
            int index = index(asked.port());
            RouteMatch<T> found = index < 0 ? null : match(paths(index), asked);
            if (found != null) {
                return found;
            }
        }
        return match(anyPort, asked);
    }

    private static <T> @Nullable RouteMatch<T> match(PathNode<RouteMatch<T>> paths, Asked asked) {
        return paths.match(asked, asked.path(), asked.pathFrom(), asked.pathTo());
    }

    void collect(Asked asked, java.util.function.Consumer<RouteMatch<T>> found) {
        int index = index(asked.port());
        if (index >= 0) {
            paths(index).collect(asked, asked.path(), asked.pathFrom(), asked.pathTo(), found);
        }
        anyPort.collect(asked, asked.path(), asked.pathFrom(), asked.pathTo(), found);
    }

    private int index(int port) {
        for (int i = 0; i < ports.length; i++) {
            if (ports[i] == port) {
                return i;
            }
        }
        return -1;
    }

    @SuppressWarnings("unchecked")
    private PathNode<RouteMatch<T>> paths(int index) {
        return (PathNode<RouteMatch<T>>) byPort[index];
    }

    /// @param port  -1: any
    PathNode<RouteMatch<T>> paths(HostPattern host) {
        int index = index(host.port());
        return host.port() < 0 ? anyPort : index < 0 ? PathNode.root() : paths(index);
    }

    /// @param port  -1: any
    HostNode<T> with(int port, PathNode<RouteMatch<T>> paths) {
        if (port < 0) {
            return new HostNode<>(key, ports, byPort, paths);
        }
        int index = index(port);
        if (paths.isEmpty()) {
            return index < 0 ? this : withoutPort(index);
        }
        int[] changed = index < 0 ? Arrays.copyOf(ports, ports.length + 1) : ports;
        Object[] changedPaths = Arrays.copyOf(byPort, changed.length);
        int place = index < 0 ? ports.length : index;
        changed[place] = port;
        changedPaths[place] = paths;
        return new HostNode<>(key, changed, changedPaths, anyPort);
    }

    private HostNode<T> withoutPort(int index) {
        int[] left = new int[ports.length - 1];
        Object[] leftPaths = new Object[left.length];
        for (int i = 0, j = 0; i < ports.length; i++) {
            if (i != index) {
                left[j] = ports[i];
                leftPaths[j++] = byPort[i];
            }
        }
        return new HostNode<>(key, left, leftPaths, anyPort);
    }
}
