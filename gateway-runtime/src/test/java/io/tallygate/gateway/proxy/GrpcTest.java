package io.tallygate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.protobuf.SimpleRequest;
import io.grpc.testing.protobuf.SimpleResponse;
import io.grpc.testing.protobuf.SimpleServiceGrpc;
import io.grpc.testing.protobuf.SimpleServiceGrpc.SimpleServiceBlockingStub;
import io.grpc.testing.protobuf.SimpleServiceGrpc.SimpleServiceStub;
import io.tallygate.gateway.running.RawHttp2;
import io.tallygate.gateway.running.RunningGateway;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// gRPC through the gateway: a real client, a real server, HTTP/2 on both sides.
class GrpcTest {
    private static final String SERVICE = "/" + SimpleServiceGrpc.SERVICE_NAME;
    private static final UUID ROUTE = new UUID(9, 1);

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private Server server;
    private RunningGateway gateway;
    private ManagedChannel channel;

    /// Answers with what it was asked, in each of the four ways.
    private final class Service extends SimpleServiceGrpc.SimpleServiceImplBase {
        @Override
        public void unaryRpc(SimpleRequest request, StreamObserver<SimpleResponse> answer) {
            String asked = request.getRequestMessage();
            if (asked.equals("fail")) {
                answer.onError(
                        Status.DATA_LOSS.withDescription("läuft nicht: 100%").asRuntimeException());
            } else if (asked.equals("never")) {
                ((ServerCallStreamObserver<SimpleResponse>) answer).setOnCancelHandler(cancelled::countDown);
            } else {
                answer.onNext(said(asked));
                answer.onCompleted();
            }
        }

        @Override
        public StreamObserver<SimpleRequest> clientStreamingRpc(StreamObserver<SimpleResponse> answer) {
            StringBuilder all = new StringBuilder();
            return observer(request -> all.append(request.getRequestMessage()), () -> {
                answer.onNext(said(all.toString()));
                answer.onCompleted();
            });
        }

        @Override
        public void serverStreamingRpc(SimpleRequest request, StreamObserver<SimpleResponse> answer) {
            for (int i = 0; i < 1_000; i++) {
                answer.onNext(said(request.getRequestMessage() + i));
            }
            answer.onCompleted();
        }

        @Override
        public StreamObserver<SimpleRequest> bidiStreamingRpc(StreamObserver<SimpleResponse> answer) {
            return observer(request -> answer.onNext(said(request.getRequestMessage())), answer::onCompleted);
        }
    }

    private interface Taking {
        void take(SimpleRequest request);
    }

    private static StreamObserver<SimpleRequest> observer(Taking taking, Runnable completed) {
        return new StreamObserver<>() {
            @Override
            public void onNext(SimpleRequest request) {
                taking.take(request);
            }

            @Override
            public void onError(Throwable failed) {}

            @Override
            public void onCompleted() {
                completed.run();
            }
        };
    }

    private static SimpleResponse said(String text) {
        return SimpleResponse.newBuilder().setResponseMessage(text).build();
    }

    private static SimpleRequest asking(String text) {
        return SimpleRequest.newBuilder().setRequestMessage(text).build();
    }

    @BeforeEach
    void start() throws Exception {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(new Service())
                .build()
                .start();
        gateway = RunningGateway.inFrontOf(server.getPort(), "");
        gateway.feed().http2Upstream(RunningGateway.UPSTREAM, server.getPort(), SERVICE);
        gateway.feed().route(ROUTE, SERVICE, RunningGateway.UPSTREAM);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
                .usePlaintext()
                .build();
        RunningGateway.await("the route is served", () -> {
            try {
                return blocking().unaryRpc(asking("x")).getResponseMessage().equals("x");
            } catch (StatusRuntimeException notYet) {
                return false;
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        gateway.close();
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    private static io.grpc.ClientInterceptor key(String key) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER), key);
        return MetadataUtils.newAttachHeadersInterceptor(metadata);
    }

    private SimpleServiceBlockingStub blocking() {
        return SimpleServiceGrpc.newBlockingStub(channel).withInterceptors(key(RunningGateway.KEY));
    }

    private SimpleServiceStub flowing() {
        return SimpleServiceGrpc.newStub(channel).withInterceptors(key(RunningGateway.KEY));
    }

    @Test
    void one_answer_to_one_message_small_or_large() {
        assertThat(blocking().unaryRpc(asking("")).getResponseMessage()).isEmpty();
        String large = "x".repeat(2_000_000);
        assertThat(blocking().unaryRpc(asking(large)).getResponseMessage()).isEqualTo(large);
    }

    @Test
    void many_answers_to_one_message() {
        Iterator<SimpleResponse> answers = blocking().serverStreamingRpc(asking("n"));
        List<String> texts = new ArrayList<>();
        answers.forEachRemaining(answer -> texts.add(answer.getResponseMessage()));
        assertThat(texts)
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "n" + i).toList());
    }

    @Test
    void one_answer_to_many_messages() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        StreamObserver<SimpleRequest> asking = flowing().clientStreamingRpc(hearing(heard, new CompletableFuture<>()));
        for (int i = 0; i < 100; i++) {
            asking.onNext(asking(i + ","));
        }
        asking.onCompleted();
        assertThat(heard.poll(5, TimeUnit.SECONDS)).startsWith("0,1,2,").endsWith("98,99,");
    }

    @Test
    void two_who_talk_hear_each_other_at_once() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CompletableFuture<Status> ended = new CompletableFuture<>();
        StreamObserver<SimpleRequest> asking = flowing().bidiStreamingRpc(hearing(heard, ended));
        for (int i = 0; i < 50; i++) {
            asking.onNext(asking("ping " + i));
            assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("ping " + i);
        }
        asking.onCompleted();
        assertThat(ended.get(5, TimeUnit.SECONDS).isOk()).isTrue();
        RunningGateway.await("it is recorded", () -> gateway.calls("answered", "2xx") >= 2);
    }

    private static StreamObserver<SimpleResponse> hearing(
            BlockingQueue<String> heard, CompletableFuture<Status> ended) {
        return new StreamObserver<>() {
            @Override
            public void onNext(SimpleResponse answer) {
                heard.add(answer.getResponseMessage());
            }

            @Override
            public void onError(Throwable failed) {
                ended.complete(Status.fromThrowable(failed));
            }

            @Override
            public void onCompleted() {
                ended.complete(Status.OK);
            }
        };
    }

    @Test
    void a_status_and_its_message_come_through() {
        StatusRuntimeException failed = catchThrowableOfType(
                StatusRuntimeException.class, () -> blocking().unaryRpc(asking("fail")));
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.DATA_LOSS);
        assertThat(failed.getStatus().getDescription()).isEqualTo("läuft nicht: 100%");
    }

    @Test
    void a_call_without_a_key_is_refused_as_unauthenticated() {
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> SimpleServiceGrpc.newBlockingStub(channel).unaryRpc(asking("x")));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void a_client_that_gives_up_ends_the_servers_call() throws Exception {
        CompletableFuture<Status> ended = new CompletableFuture<>();
        io.grpc.Context.CancellableContext context = io.grpc.Context.current().withCancellation();
        context.run(() -> flowing().unaryRpc(asking("never"), hearing(new LinkedBlockingQueue<>(), ended)));
        Thread.sleep(300);
        context.cancel(null);
        assertThat(ended.get(5, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(cancelled.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_time_that_a_client_gives_is_kept_by_the_gateway_too() throws Exception {
        long before = System.nanoTime();
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.request(
                    1,
                    false,
                    "POST",
                    SERVICE + "/UnaryRpc",
                    "content-type",
                    "application/grpc",
                    "te",
                    "trailers",
                    "grpc-timeout",
                    "300m");
            byte[] message = asking("never").toByteArray();
            byte[] framed = new byte[5 + message.length];
            framed[4] = (byte) message.length;
            System.arraycopy(message, 0, framed, 5, message.length);
            client.data(1, true, framed);
            RawHttp2.Frame head = client.await(frame -> frame.type() == RawHttp2.HEADERS);
            assertThat(head.ends()).isTrue();
            assertThat(head.fields().get("grpc-status").toString()).isEqualTo("4");
        }
        assertThat(System.nanoTime() - before).isBetween(300_000_000L, 2_000_000_000L);
        assertThat(cancelled.await(1, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"grpc-timeout\"}"))
                .isEqualTo(1);
    }

    @Test
    void many_calls_share_few_connections_to_the_server() throws Exception {
        List<CompletableFuture<Status>> calls = new ArrayList<>();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        for (int i = 0; i < 500; i++) {
            CompletableFuture<Status> ended = new CompletableFuture<>();
            flowing().unaryRpc(asking("n" + i), hearing(heard, ended));
            calls.add(ended);
        }
        for (CompletableFuture<Status> each : calls) {
            assertThat(each.get(20, TimeUnit.SECONDS).isOk()).isTrue();
        }
        assertThat(heard).hasSize(500).doesNotHaveDuplicates();
        assertThat(gateway.metric("tallygate_upstream_connections_total")).isLessThan(10);
    }
}
