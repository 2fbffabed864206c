package io.tallygate.journeys;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A person at a browser: one window with its own cookies, that notes every request to a foreign host and every script
/// error.
final class Visitor implements AutoCloseable {
    private static final List<String> CHROMIUM =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private final Playwright playwright;
    private final BrowserContext context;
    private final List<String> surprises = new ArrayList<>();
    private final String name;
    private int screenshots;
    final Page page;

    private Visitor(String name, Playwright playwright, BrowserContext context) {
        this.name = name;
        this.playwright = playwright;
        this.context = context;
        this.page = context.newPage();
        page.onRequest(request -> {
            if (!request.url().startsWith("http://localhost:")
                    && !request.url().startsWith("data:")
                    && !request.url().startsWith("blob:")) {
                surprises.add("request to another host: " + request.url());
            }
        });
        page.onPageError(error -> surprises.add("script error on " + page.url() + ": " + error));
        page.onResponse(response -> {
            if (response.status() >= 500) {
                surprises.add(response.status() + " from " + response.url());
            }
        });
    }

    static Visitor at(String name, int width, int height, ColorScheme scheme) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium())
                        .setHeadless(true)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB"));
        context.setDefaultTimeout(20_000);
        return new Visitor(name, playwright, context);
    }

    /// Keycloak asks in two steps when organisations are on: the name, then the password.
    void signIn(String user, String password) {
        page.locator("#username").fill(user);
        page.locator("#kc-login").click();
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
    }

    void screenshot(String what) {
        Path folder = Path.of(System.getProperty("tallygate.screenshots", "target/screenshots"));
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(folder.resolve("%s-%02d-%s.png".formatted(name, ++screenshots, what))));
    }

    /// Requests to other hosts, script errors and answers of 500 and above seen so far.
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    private static Path chromium() {
        return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), CHROMIUM.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("no Chromium found; infra/verify installs it, or set CHROMIUM"));
    }

    @Override
    public void close() {
        context.close();
        playwright.close();
    }
}
