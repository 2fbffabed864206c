package io.tallygate.load.subject;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A person at the portal's pages, without a window: keeps cookies, follows redirects, and fills in Keycloak's two
/// sign-in pages. Sends cookies that are marked as secure over plain HTTP too, as browsers do on the own machine.
public final class PortalVisitor {
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"[^>]* method=\"post\"");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_STEPS = 12;

    private final URI portal;
    private final Map<String, Map<String, String>> cookies = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public PortalVisitor(URI portal) {
        this.portal = portal;
    }

    /// One request, without following where it leads.
    /// @param path  below the portal
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(URI.create(portal + path), null);
    }

    /// @return whether a page opened in the end that only people who have signed in see
    public boolean signIn(String user, String password, String page) throws IOException, InterruptedException {
        HttpResponse<String> form = follow(get("/sign-in?return=" + URLEncoder.encode(page, StandardCharsets.UTF_8)));
        HttpResponse<String> second = submit(form, Map.of("username", user));
        HttpResponse<String> landed = submit(second, Map.of("username", user, "password", password));
        return landed.statusCode() == 200 && landed.uri().toString().equals(portal + page);
    }

    private HttpResponse<String> submit(HttpResponse<String> page, Map<String, String> fields)
            throws IOException, InterruptedException {
        Matcher form = FORM.matcher(page.body());
        if (page.statusCode() != 200 || !form.find()) {
            throw new IOException(
                    "%s answered %d without a sign-in form".formatted(page.uri().getPath(), page.statusCode()));
        }
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return follow(send(page.uri().resolve(form.group(1).replace("&amp;", "&")), body));
    }

    private HttpResponse<String> follow(HttpResponse<String> first) throws IOException, InterruptedException {
        HttpResponse<String> last = first;
        for (int step = 0; step < MOST_STEPS; step++) {
            var location = last.headers().firstValue("Location");
            if (location.isEmpty()) {
                return last;
            }
            last = send(last.uri().resolve(location.get()), null);
        }
        throw new IOException("more than " + MOST_STEPS + " redirects");
    }

    /// @param form  null for a GET
    private HttpResponse<String> send(URI address, @Nullable String form) throws IOException, InterruptedException {
        Map<String, String> ours = cookies.computeIfAbsent(address.getAuthority(), host -> new LinkedHashMap<>());
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Accept-Language", "en")
                .header("Accept", "text/html");
        if (!ours.isEmpty()) {
            request.header(
                    "Cookie",
                    ours.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String set : answer.headers().allValues("Set-Cookie")) {
            String[] pair = set.split(";", 2)[0].split("=", 2);
            if (pair.length < 2 || pair[1].isEmpty() || set.contains("Max-Age=0")) {
                ours.remove(pair[0]);
            } else {
                ours.put(pair[0], pair[1]);
            }
        }
        return answer;
    }
}
