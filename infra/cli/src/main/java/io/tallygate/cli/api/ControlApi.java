package io.tallygate.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// The control API of one installation, with one token. A POST carries an `Idempotency-Key`, the same at every try, so
/// a call whose answer was lost on the way can be made again without being done twice.
public final class ControlApi {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /// A state of a thousand APIs is compared and written in one call.
    private static final Duration ANSWER = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // the token is for this address alone
            .connectTimeout(CONNECT)
            .build();
    private final URI base;
    private final Supplier<String> token;
    private final Patience patience;
    private final PrintWriter err;

    /// @param token  asked for each call: one of a sign-in by browser does not live long
    public ControlApi(URI portal, Supplier<String> token, Patience patience, PrintWriter err) {
        this.base = URI.create(portal.toString().replaceFirst("/+$", "") + "/api/v1");
        this.token = token;
        this.patience = patience;
        this.err = err;
    }

    /// @throws Refused      when the portal says no
    /// @throws Unreachable  when nothing answers
    public JsonNode get(String path) throws InterruptedException {
        return get(path, "application/json").json();
    }

    public Answer get(String path, String accept) throws InterruptedException {
        return send(request(path).header("Accept", accept).GET().build());
    }

    public JsonNode post(String path, JsonNode body) throws InterruptedException {
        return post(path, "application/json", body.toString(), Map.of()).json();
    }

    public Answer post(String path, String type, String body, Map<String, String> headers) throws InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Accept", "application/json")
                .header("Content-Type", type)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        headers.forEach(request::setHeader);
        return send(request.build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token.get())
                .header("User-Agent", "tallygate-cli/0.1");
    }

    private Answer send(HttpRequest request) throws InterruptedException {
        for (int failed = 1; ; failed++) {
            Duration wait;
            String why;
            try {
                HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() / 100 == 2) {
                    return new Answer(response.statusCode(), response.headers(), response.body());
                }
                wait = Patience.saysLater(response.statusCode())
                        ? patience.after(failed, response.headers())
                        : Duration.ofMillis(-1);
                if (wait.isNegative()) {
                    throw new Refused(Problem.of(response.statusCode(), response.headers(), response.body()));
                }
                why = "The portal says later (" + response.statusCode() + ")";
            } catch (ConnectException away) {
                throw new Unreachable("Nothing answers at " + base + ".", away);
            } catch (IOException broken) {
                wait = patience.afterSilence(failed);
                if (wait.isNegative()) {
                    throw new Unreachable("The call to " + base + " broke off: " + broken.getMessage(), broken);
                }
                why = "The connection broke";
            }
            err.printf("%s; trying again in %.1f s%n", why, wait.toMillis() / 1000.0);
            err.flush();
            Thread.sleep(wait);
        }
    }
}
