package io.tallygate.gateway.upstream;

import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import io.tallygate.gateway.http.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// From a target's host to its addresses without ever blocking an event loop; answers are kept as long as they
/// say, at most a minute.
public final class Names implements AutoCloseable {
    private static final int MAX_KEPT_SECONDS = 60;
    private final AddressResolverGroup<InetSocketAddress> resolvers;

    /// @param servers  that are asked; empty: the machine's
    public Names(Transport transport, List<InetSocketAddress> servers) {
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder()
                .datagramChannelType(transport.datagram())
                .ttl(0, MAX_KEPT_SECONDS)
                .negativeTtl(1);
        if (!servers.isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(servers));
        }
        resolvers = new DnsAddressResolverGroup(builder);
    }

    Future<List<InetAddress>> lookUp(EventLoop loop, String host) {
        try {
            return loop.newSucceededFuture(List.of(InetAddress.ofLiteral(host)));
        } catch (IllegalArgumentException aName) {
            Promise<List<InetAddress>> found = loop.newPromise();
            resolvers
                    .getResolver(loop)
                    .resolveAll(InetSocketAddress.createUnresolved(host, 0))
                    .addListener((FutureListener<List<InetSocketAddress>>) done -> {
                        if (done.isSuccess()) {
                            found.setSuccess(done.getNow().stream()
                                    .map(InetSocketAddress::getAddress)
                                    .toList());
                        } else {
                            found.setFailure(done.cause());
                        }
                    });
            return found;
        }
    }

    @Override
    public void close() {
        resolvers.close();
    }
}
