package io.tallygate.gateway.counter;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Counts in Redis or Valkey: for each count and span a hash with a field for each instance, `used lease at`. One
/// connection, everything of one exchange pipelined; each count is one key and one script, so that no two keys must lie
/// together. `redis://`, `rediss://` and `redis-sentinel://` addresses.
public final class RedisCounters implements SharedCounters {
    /// An instance that was silent for so long is no longer one of the group.
    private static final int GONE_MILLIS = 5_000;

    /// A number that never comes: 2^52, exact in a script's doubles.
    private static final long FOREVER = 1L << 52;

    private static final String EXCHANGE = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local me, used, want, units = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
        local share, hold = tonumber(ARGV[5]), tonumber(ARGV[6])
        local others, othersUsed = 0, 0
        local all = redis.call('HGETALL', KEYS[1])
        for i = 1, #all, 2 do
          if all[i] ~= me then
            local theirs, lease, at = string.match(all[i + 1], '^(%d+) (%d+) (%d+)$')
            if now - tonumber(at) < hold then
              others = others + tonumber(theirs) + tonumber(lease)
              othersUsed = othersUsed + tonumber(theirs)
            else
              redis.call('HDEL', KEYS[1], all[i])
            end
          end
        end
        local room = math.max(0, units - others - used)
        local lease = want
        if share > 0 then lease = math.max(want, math.floor(room / share)) end
        lease = math.min(room, lease)
        if used + lease == 0 then
          redis.call('HDEL', KEYS[1], me)
        else
          redis.call('HSET', KEYS[1], me, string.format('%.0f %.0f %.0f', used, lease, now))
          redis.call('PEXPIRE', KEYS[1], ARGV[7])
        end
        return {lease, others, othersUsed}
        """;

    private static final String HELLO = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
        redis.call('ZADD', KEYS[1], now, ARGV[1])
        redis.call('PEXPIRE', KEYS[1], 60000)
        return {redis.call('ZCARD', KEYS[1]), now}
        """;

    private final String prefix;
    private final String instance;
    private final RedisURI address;
    private final ClientResources resources;
    private final RedisClient client;
    private final String digest;
    private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connection;

    /// @param address   of the server; a password in it is never shown
    /// @param group     whose counts these are
    /// @param instance  this one's name; the same after a restart
    public RedisCounters(URI address, String group, String instance) {
        this.address = RedisURI.create(address);
        this.prefix = "tallygate:" + group + ":";
        this.instance = instance;
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.constant(Duration.ofMillis(100)))
                .build();
        client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(50_000)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofMillis(1_000))
                        .tcpNoDelay(true)
                        .build())
                .build());
        digest = io.lettuce.core.codec.Base16.digest(EXCHANGE.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// The one connection; opened again by the library when it breaks, and by us when it could not be opened at all.
    private synchronized CompletableFuture<StatefulRedisConnection<String, String>> connection() {
        CompletableFuture<StatefulRedisConnection<String, String>> there = connection;
        if (there == null || there.isCompletedExceptionally()) {
            there = client.connectAsync(StringCodec.UTF8, address)
                    .toCompletableFuture()
                    .thenApply(opened -> {
                        opened.setAutoFlushCommands(false);
                        return opened;
                    });
            connection = there;
        }
        return there;
    }

    @Override
    public CompletionStage<Group> hello() {
        return connection().thenCompose(open -> {
            RedisFuture<List<Object>> answer = open.async()
                    .eval(
                            HELLO,
                            ScriptOutputType.MULTI,
                            new String[] {prefix + "instances"},
                            instance,
                            Integer.toString(GONE_MILLIS));
            open.flushCommands();
            return answer.thenApply(values -> new Group((int) number(values, 0), number(values, 1)));
        });
    }

    @Override
    public CompletionStage<Void> exchange(List<Claim> claims, int instances) {
        return connection()
                .thenCompose(open -> exchange(open, claims, instances)
                        .handle((done, failed) -> failed)
                        .thenCompose(failed -> {
                            if (failed == null) {
                                return CompletableFuture.<Void>completedFuture(null);
                            }
                            Throwable why = failed instanceof CompletionException ? failed.getCause() : failed;
                            return why instanceof RedisNoScriptException
                                    ? load(open).thenCompose(_ -> exchange(open, claims, instances))
                                    : CompletableFuture.<Void>failedFuture(why);
                        }));
    }

    /// A server that was started anew knows no script.
    private CompletionStage<String> load(StatefulRedisConnection<String, String> open) {
        RedisFuture<String> loaded = open.async().scriptLoad(EXCHANGE);
        open.flushCommands();
        return loaded;
    }

    private CompletableFuture<Void> exchange(
            StatefulRedisConnection<String, String> open, List<Claim> claims, int instances) {
        List<CompletableFuture<?>> answers = new ArrayList<>(claims.size());
        for (Claim claim : claims) {
            RedisFuture<List<Object>> answer = open.async()
                    .evalsha(
                            digest,
                            ScriptOutputType.MULTI,
                            new String[] {prefix + claim.name + ":" + claim.ordinal},
                            instance,
                            Long.toString(claim.used),
                            Long.toString(claim.want),
                            Long.toString(claim.units),
                            claim.keepsShare ? Integer.toString(instances) : "0",
                            Long.toString(Math.min(FOREVER, claim.holdMillis)),
                            Long.toString(Math.min(FOREVER, claim.keepMillis)));
            answers.add(answer.toCompletableFuture().thenAccept(values -> {
                claim.lease = number(values, 0);
                claim.others = number(values, 1);
                claim.othersUsed = number(values, 2);
            }));
        }
        open.flushCommands();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    }

    private static long number(List<Object> values, int index) {
        return ((Number) values.get(index)).longValue();
    }

    @Override
    public void close() {
        CompletableFuture<StatefulRedisConnection<String, String>> there;
        synchronized (this) {
            there = connection;
        }
        if (there != null && there.isDone() && !there.isCompletedExceptionally()) {
            StatefulRedisConnection<String, String> open = there.join();
            try {
                RedisFuture<Long> left = open.async().zrem(prefix + "instances", instance);
                open.flushCommands();
                left.get(200, TimeUnit.MILLISECONDS);
            } catch (Exception away) {
                // it forgets us by itself
            }
            open.closeAsync();
        }
        client.shutdownAsync(0, 500, TimeUnit.MILLISECONDS)
                .orTimeout(2, TimeUnit.SECONDS)
                .exceptionally(_ -> null)
                .join();
        resources.shutdown(0, 500, TimeUnit.MILLISECONDS);
    }

    @Override
    public String toString() {
        return "counts of " + instance + " at " + address.getHost() + ":" + address.getPort();
    }
}
