package io.tallygate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// The people of a test, all in one real browser, which the whole run shares. They leave with the test; one that failed
/// leaves a screenshot of what each of them saw last, and a surprise that any of them met fails it.
final class Visitors implements AutoCloseable {
    private static final List<String> CHROMIUM =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private final RunningStack stack;
    private final Playwright playwright;
    private final Browser browser;
    private final List<Visitor> present = new ArrayList<>();

    private Visitors(RunningStack stack) {
        this.stack = stack;
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.browser = playwright
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
    }

    /// Someone nobody knows yet, before a window of 1280 by 800, in British English.
    /// @param name  of their screenshots
    Visitor arrive(String name) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(1280, 800)
                .setColorScheme(ColorScheme.LIGHT)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin"));
        Visitor visitor = new Visitor(name, stack, context);
        present.add(visitor);
        return visitor;
    }

    private List<String> leave(boolean failed) {
        List<String> surprises = new ArrayList<>();
        for (Visitor visitor : present) {
            if (failed) {
                System.out.println(visitor.name() + " was at " + visitor.page.url());
                visitor.screenshot("failed");
            }
            surprises.addAll(visitor.surprises());
            visitor.leave();
        }
        present.clear();
        return surprises;
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
        browser.close();
        playwright.close();
    }

    /// Gives a test its visitors; needs [RunningStack.Shared] beside it.
    static final class Shared implements ParameterResolver, AfterEachCallback {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Visitors.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return store(context).computeIfAbsent(Visitors.class, key -> new Visitors(RunningStack.Shared.of(context)));
        }

        @Override
        public void afterEach(ExtensionContext context) {
            Visitors visitors = store(context).get(Visitors.class, Visitors.class);
            if (visitors != null) {
                boolean failed = context.getExecutionException().isPresent();
                List<String> surprises = visitors.leave(failed);
                if (!failed) {
                    assertThat(surprises).as("what must never happen").isEmpty();
                } else if (!surprises.isEmpty()) {
                    System.out.println("besides: " + surprises);
                }
            }
        }

        private static ExtensionContext.Store store(ExtensionContext context) {
            return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL);
        }
    }
}
