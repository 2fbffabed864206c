package io.tallygate.portal.running;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser without a window: keeps cookies, follows nothing by itself, and posts forms as our pages have them.
public final class PortalBrowser {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final RunningPortal portal;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private String language = "en";

    public PortalBrowser(RunningPortal portal) {
        this.portal = portal;
    }

    /// A browser in which the person has just signed in.
    public static PortalBrowser signedIn(RunningPortal portal, ApiClient.Person person)
            throws IOException, InterruptedException {
        PortalBrowser browser = new PortalBrowser(portal);
        HttpResponse<String> landed = browser.signIn(person, "/account");
        if (landed.statusCode() != 200) {
            throw new AssertionError("signed in and got " + landed.statusCode() + ": " + landed.body());
        }
        return browser;
    }

    /// The same browser, whose pages are to be in another language from now on.
    public PortalBrowser speaking(String other) {
        language = other;
        return this;
    }

    /// @return  the page that the person came back to
    public HttpResponse<String> signIn(ApiClient.Person person, String back) throws IOException, InterruptedException {
        portal.identity().letIn(person);
        return follow(get("/sign-in?return=" + URLEncoder.encode(back, StandardCharsets.UTF_8)));
    }

    /// Whether pages for whoever has signed in open.
    public boolean isSignedIn() throws IOException, InterruptedException {
        return get("/account").statusCode() == 200;
    }

    public HttpResponse<String> follow(HttpResponse<String> answer) throws IOException, InterruptedException {
        HttpResponse<String> last = answer;
        for (int i = 0; i < 8 && last.headers().firstValue("Location").isPresent(); i++) {
            last = get(last.headers().firstValue("Location").orElseThrow());
        }
        return last;
    }

    /// @param address  below the portal, or a whole one
    public HttpResponse<String> get(String address, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(address);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Posts a form that stands on a page, with the token that the page has.
    public HttpResponse<String> post(String page, String action, Map<String, String> fields)
            throws IOException, InterruptedException {
        Matcher token = CSRF.matcher(get(page).body());
        Map<String, String> form = new LinkedHashMap<>(fields);
        if (token.find()) {
            form.put("_csrf", token.group(1));
        }
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return http.send(
                request(action)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// Sends a form as it stands, with all of its fields.
    /// @param multipart  as forms with files are sent
    public HttpResponse<String> submit(String action, Map<String, String> fields, boolean multipart)
            throws IOException, InterruptedException {
        String boundary = "boundary-of-a-form";
        String body = fields.entrySet().stream()
                .map(field -> multipart
                        ? "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                                .formatted(boundary, field.getKey(), field.getValue())
                        : encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining(multipart ? "" : "&"));
        return http.send(
                request(action)
                        .header(
                                "Content-Type",
                                multipart
                                        ? "multipart/form-data; boundary=" + boundary
                                        : "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(multipart ? body + "--" + boundary + "--\r\n" : body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public List<HttpCookie> cookies() {
        return cookies.getCookieStore().getCookies();
    }

    private HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address.startsWith("http") ? address : portal.url() + address))
                .header("Accept-Language", language)
                .timeout(Duration.ofSeconds(30));
    }
}
