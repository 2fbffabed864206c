package io.tallygate.gateway.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/// The kernel's interface to its sockets: epoll where this machine has it, or what every Java has; io_uring, which
/// many installations forbid, when it is asked for.
public enum Transport {
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class, EpollDatagramChannel.class),
    IO_URING(IoUringServerSocketChannel.class, IoUringSocketChannel.class, IoUringDatagramChannel.class),
    NIO(NioServerSocketChannel.class, NioSocketChannel.class, NioDatagramChannel.class);

    private final Class<? extends ServerChannel> server;
    private final Class<? extends SocketChannel> client;
    private final Class<? extends DatagramChannel> datagram;

    Transport(
            Class<? extends ServerChannel> server,
            Class<? extends SocketChannel> client,
            Class<? extends DatagramChannel> datagram) {
        this.server = server;
        this.client = client;
        this.datagram = datagram;
    }

    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /// @param name  `epoll`, `io_uring` or `nio`; empty: the best of the usual ones
    /// @throws IllegalArgumentException  says, to a person, why it cannot be used
    public static Transport named(String name) {
        Transport named = switch (name) {
            case "" -> best();
            case "epoll" -> EPOLL;
            case "io_uring" -> IO_URING;
            case "nio" -> NIO;
            default -> throw new IllegalArgumentException("is none of epoll, io_uring, nio: " + name);
        };
        Throwable cause = switch (named) {
            case EPOLL -> Epoll.unavailabilityCause();
            case IO_URING -> IoUring.unavailabilityCause();
            case NIO -> null;
        };
        if (cause != null) {
            throw new IllegalArgumentException(
                    name + " is not to be had on this machine: " + cause.getMessage(), cause);
        }
        return named;
    }

    public EventLoopGroup loops(int count, String name) {
        IoHandlerFactory factory = switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
        return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name, true), factory);
    }

    public Class<? extends ServerChannel> server() {
        return server;
    }

    public Class<? extends SocketChannel> client() {
        return client;
    }

    public Class<? extends DatagramChannel> datagram() {
        return datagram;
    }
}
