package peer;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.nio.file.Path;

/** Vert.x's own proxy with the duties in an interceptor; its usage record is written at the answer's head. */
public final class Proxy extends AbstractVerticle {
    private static final int LOOPS = 2;

    private final int port;
    private final int upstream;
    private final Duties duties;

    private Proxy(int port, int upstream, Duties duties) {
        this.port = port;
        this.upstream = upstream;
        this.duties = duties;
    }

    @Override
    public void start(Promise<Void> started) {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE).setKeepAliveTimeout(600),
                new PoolOptions().setHttp1MaxSize(512));
        HttpProxy proxy = HttpProxy.reverseProxy(client);
        proxy.origin(upstream, "127.0.0.1");
        proxy.addInterceptor(new WithDuties());
        vertx.createHttpServer(new HttpServerOptions()
                        .setTracingPolicy(TracingPolicy.IGNORE)
                        .setAcceptBacklog(4096))
                .requestHandler(proxy)
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private final class WithDuties implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            ProxyRequest request = context.request();
            HttpServerRequest asked = request.proxiedRequest();
            int consumer = duties.consumer(asked.getHeader("X-API-Key"));
            int refusal = consumer < 0 ? 401 : duties.allows(consumer) ? 0 : 429;
            if (refusal != 0) {
                return request.release()
                        .response()
                        .setStatusCode(refusal)
                        .send()
                        .mapEmpty();
            }
            context.set("call", new long[] {consumer, System.nanoTime()});
            return context.sendRequest();
        }

        @Override
        public Future<Void> handleProxyResponse(ProxyContext context) {
            long[] call = context.get("call", long[].class);
            duties.record((int) call[0], context.response().getStatusCode(), call[1], System.nanoTime());
            return context.sendResponse();
        }
    }

    /** Arguments: port, upstream's port, file of keys, directory for records. */
    public static void main(String[] arguments) throws Exception {
        Duties.Keys keys = Duties.Keys.read(Path.of(arguments[2]));
        Path records = Path.of(arguments[3]);
        int port = Integer.parseInt(arguments[0]);
        int upstream = Integer.parseInt(arguments[1]);
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(LOOPS));
        for (int i = 0; i < LOOPS; i++) {
            Duties duties = new Duties(keys, records.resolve("vertx-" + i + ".records"));
            vertx.deployVerticle(new Proxy(port, upstream, duties), new DeploymentOptions())
                    .onFailure(failure -> {
                        failure.printStackTrace();
                        System.exit(1);
                    });
        }
        System.out.println("native transport: " + vertx.isNativeTransportEnabled());
    }
}
