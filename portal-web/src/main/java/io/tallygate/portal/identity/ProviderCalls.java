package io.tallygate.portal.identity;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Every call to the identity provider: it ends in time, whatever the provider does. A provider that is frozen takes a
/// connection and then says nothing; the deadline is for the whole of an answer, its body included.
@ApplicationScoped
public class ProviderCalls {
    /// To connect.
    static final Duration CONNECT = Duration.ofSeconds(2);

    /// From the first byte sent to the last byte received.
    static final Duration ANSWER = Duration.ofSeconds(4);

    /// Of an answer's body.
    static final long MOST_BYTES = 2L * 1024 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /// @throws ProviderAway  when there is no whole answer within [#ANSWER], or it is one of 500 and above
    public HttpResponse<String> send(HttpRequest request) throws ProviderAway {
        return send(request, ANSWER);
    }

    HttpResponse<String> send(HttpRequest request, Duration deadline) throws ProviderAway {
        CompletableFuture<HttpResponse<String>> waiting =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
        try {
            HttpResponse<String> answer = waiting.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() >= 500) {
                throw new ProviderAway(request.uri().getPath() + " answered " + answer.statusCode());
            }
            return answer;
        } catch (ExecutionException failed) {
            throw new ProviderAway(request.uri().getPath() + " did not answer", failed);
        } catch (TimeoutException late) {
            throw new ProviderAway(request.uri().getPath() + " did not answer within " + deadline, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ProviderAway("interrupted", interrupted);
        } finally {
            waiting.cancel(true); // closes the connection of an answer that was not waited for
        }
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }
}
