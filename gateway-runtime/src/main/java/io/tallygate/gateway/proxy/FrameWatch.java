package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.tallygate.gateway.http.Deadlines.Deadline;
import io.tallygate.gateway.observe.Limit;

/// Sees the frames of a connection in HTTP/2 pass before anybody works on them, and ends one that sends frames which
/// cost us and carry no call, or that leaves a head unfinished. It also remembers which streams their client has ended:
/// Netty does not tell a head behind such an end from one that was on its way when we ended the stream.
final class FrameWatch extends ChannelInboundHandlerAdapter {
    private static final int PREFACE = 24;
    private static final int HEADER = 9;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;
    private static final int END_STREAM = 1;
    /// Heads within a period that are larger than they may be.
    private static final int LARGE_HEADS = 2;
    /// Streams beyond those that may be open within a period, as many times as those: who was told may not open them,
    /// and refusing one costs more than most calls.
    private static final int REFUSED_STREAMS = 2;
    /// Streams that are remembered; of older ones nothing is said.
    private static final int REMEMBERED = 128;

    private final Loop loop;
    private final Http2Client client;
    private final Deadline deadline;
    private int prefaceLeft = PREFACE;
    private int headerGot;
    private int length;
    private int type;
    private int flags;
    private int streamId;
    private int payloadLeft;
    private boolean insideHead;
    private int continuations;
    private boolean timed;
    private boolean ended;

    private final int[] opened = new int[REMEMBERED];
    private final boolean[] endedByClient = new boolean[REMEMBERED];
    private int openedCount;

    private long periodBegan = System.nanoTime();
    private int controls;
    private int resets;
    private int refusals;
    private int largeHeads;
    private long updates;
    private long updatesFree;

    FrameWatch(Loop loop, Http2Client client) {
        this.loop = loop;
        this.client = client;
        this.updatesFree = loop.protocols.http2Controls();
        this.deadline = loop.deadlines.add(() -> client.tooMuch(Limit.HEAD_TIME));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (!ended) {
            see(in);
        }
        if (ended) {
            in.release();
        } else {
            ctx.fireChannelRead(in);
        }
    }

    /// A stream that its client broke off, or that could not be understood.
    void countReset() {
        if (++resets > loop.protocols.http2Resets() && !ended) {
            end(Limit.HTTP2_RESETS);
        }
    }

    /// A head larger than the settings say, which few octets can stand for: answered, but not again and again.
    void countLargeHead() {
        if (++largeHeads > LARGE_HEADS && !ended) {
            end(Limit.REQUEST_HEAD);
        }
    }

    /// A stream beyond those that may be open; a client learns how many that are with its first answer.
    void countRefusal() {
        if (++refusals > REFUSED_STREAMS * loop.protocols.http2Streams() && !ended) {
            end(Limit.HTTP2_STREAMS);
        }
    }

    private void end(Limit hit) {
        ended = true;
        client.tooMuch(hit);
    }

    private void beginPeriod() {
        long now = System.nanoTime();
        if (now - periodBegan > loop.protocols.http2Period().toNanos()) {
            periodBegan = now;
            controls = 0;
            updatesFree += loop.protocols.http2Controls();
            resets = 0;
            refusals = 0;
            largeHeads = 0;
        }
    }

    private void end(Http2Error error, String detail) {
        ended = true;
        client.wrong(error, detail);
    }

    private void see(ByteBuf in) {
        beginPeriod();
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (at < end && !ended) {
            if (prefaceLeft > 0) {
                int count = Math.min(prefaceLeft, end - at);
                prefaceLeft -= count;
                at += count;
            } else if (payloadLeft > 0) {
                int count = Math.min(payloadLeft, end - at);
                payloadLeft -= count;
                at += count;
            } else {
                header(in.getByte(at++));
                if (headerGot == HEADER) {
                    headerGot = 0;
                    payloadLeft = length;
                    frame();
                }
            }
        }
    }

    private void header(byte octet) {
        if (headerGot < 3) {
            length = (headerGot == 0 ? 0 : length << 8) | octet & 0xff;
        } else if (headerGot == 3) {
            type = octet;
        } else if (headerGot == 4) {
            flags = octet;
        } else {
            streamId = (headerGot == 5 ? 0 : streamId << 8) | octet & (headerGot == 5 ? 0x7f : 0xff);
        }
        headerGot++;
    }

    private void frame() {
        switch (type) {
            case HEADERS -> {
                continuations = 0;
                insideHead = (flags & END_HEADERS) == 0;
                opens();
                endsStream();
            }
            case CONTINUATION -> {
                insideHead = (flags & END_HEADERS) == 0;
                if (++continuations > loop.protocols.http2Continuations()) {
                    end(Limit.HTTP2_CONTINUATIONS);
                }
            }
            case DATA -> {
                if (length == 0 && (flags & END_STREAM) == 0) {
                    countControl();
                }
                endsStream();
            }
            case WINDOW_UPDATE -> {
                if (++updates > client.updatesEarned() + updatesFree) {
                    end(Limit.HTTP2_CONTROLS);
                }
            }
            case RST_STREAM -> {
                countReset();
                int place = placeOf(streamId);
                if (place >= 0) {
                    endedByClient[place] = true;
                }
            }
            default -> countControl();
        }
    }

    private void countControl() {
        if (++controls > loop.protocols.http2Controls()) {
            end(Limit.HTTP2_CONTROLS);
        }
    }

    private void opens() {
        int newest = openedCount == 0 ? 0 : opened[(openedCount - 1) % REMEMBERED];
        if (streamId > newest) {
            opened[openedCount % REMEMBERED] = streamId;
            endedByClient[openedCount % REMEMBERED] = false;
            openedCount++;
            return;
        }
        int place = placeOf(streamId);
        int oldest = openedCount < REMEMBERED ? 0 : opened[openedCount % REMEMBERED];
        if (place < 0 && streamId > oldest) {
            end(Http2Error.PROTOCOL_ERROR, "a stream begins behind a later one");
        } else if (place >= 0 && endedByClient[place]) {
            end(Http2Error.STREAM_CLOSED, "a head on a stream that was ended");
        }
    }

    private void endsStream() {
        int place = (flags & END_STREAM) == 0 ? -1 : placeOf(streamId);
        if (place >= 0) {
            endedByClient[place] = true;
        }
    }

    /// @return  negative: not among those that are remembered
    private int placeOf(int id) {
        for (int i = openedCount - 1; i >= Math.max(0, openedCount - REMEMBERED); i--) {
            if (opened[i % REMEMBERED] == id) {
                return i % REMEMBERED;
            }
        }
        return -1;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        boolean unfinished = prefaceLeft > 0 || headerGot > 0 || insideHead || payloadLeft > 0 && type != DATA;
        if (!unfinished) {
            timed = false;
            deadline.clear();
        } else if (!timed) {
            timed = true; // from its first octet on
            deadline.set(System.nanoTime(), loop.limits.headTime().toNanos());
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.deadlines.remove(deadline);
    }
}
