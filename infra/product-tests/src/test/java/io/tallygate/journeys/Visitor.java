package io.tallygate.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A person at a browser: one window with its own cookies, that finds things as people do (by their words) and notes
/// what must never happen: a request to a foreign host, a script error, an answer of 500 and above.
final class Visitor {
    private final String name;
    private final RunningStack stack;
    private final BrowserContext context;
    private final List<BrowserContext> opened = new ArrayList<>();
    private final List<String> surprises = new ArrayList<>();
    private Predicate<String> alsoOurs = address -> false;
    private int screenshots;
    final Page page;

    Visitor(String name, RunningStack stack, BrowserContext context) {
        this.name = name;
        this.stack = stack;
        this.context = context;
        this.page = window(context);
    }

    /// The same person, signed in as now, with a browser that asks for German.
    Page germanWindow() {
        return window(context.browser()
                .newContext(new Browser.NewContextOptions()
                        .setStorageState(context.storageState())
                        .setViewportSize(1280, 800)
                        .setLocale("de-DE")
                        .setTimezoneId("Europe/Berlin")));
    }

    private Page window(BrowserContext browser) {
        opened.add(browser);
        Page window = browser.newPage();
        window.setDefaultTimeout(10_000);
        window.setDefaultNavigationTimeout(20_000);
        window.onRequest(request -> {
            if (Pattern.matches("(https?|wss?):.*", request.url()) && !ours(request.url())) {
                surprises.add("request to another host: " + request.url());
            }
        });
        window.onPageError(error -> {
            if (window.url().startsWith(stack.portal())) { // Keycloak's own pages have some
                surprises.add("script error on " + window.url() + ": " + error);
            }
        });
        window.onConsoleMessage(message -> {
            // what the browser itself says of an answer of 400 and above is no error of ours
            if (message.type().equals("error")
                    && window.url().startsWith(stack.portal())
                    && !message.text().startsWith("Failed to load resource")) {
                surprises.add("the browser complains on " + window.url() + ": " + message.text());
            }
        });
        window.onResponse(response -> {
            if (response.status() >= 500) {
                surprises.add(response.status() + " from " + response.url());
            }
        });
        return window;
    }

    /// Besides the portal and Keycloak.
    void mayVisit(Predicate<String> addresses) {
        alsoOurs = addresses;
    }

    /// @param path  below the portal
    Response open(String path) {
        return page.navigate(stack.portal() + path);
    }

    /// Opens a page that must be there.
    void read(String path) {
        Response answer = open(path);
        if (answer.status() != 200) {
            throw new AssertionError(path + " answered " + answer.status() + ":\n" + page.innerText("body"));
        }
    }

    /// Fills in Keycloak's pages, wherever they were reached from. It asks in two steps when organisations are on:
    /// the name, then the password.
    void signIn(String user, String password) {
        page.locator("#username").fill(user);
        page.locator("#kc-login").click();
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
        page.waitForURL(url -> url.startsWith(stack.portal()));
    }

    /// Goes from Keycloak's first page to the portal's own for an account, follows the link in the message that comes,
    /// says who they are and chooses a password, signs in, and is where they were headed.
    void register(Mailbox mail, String email, String password, String firstName, String lastName) throws Exception {
        Mailbox.Mark before = mail.mark();
        follow("Create an account");
        asksForAnAccount(email);
        proves(mail.linkTo(email, before), password, firstName, lastName);
        signIn(email, password);
    }

    /// On the page that takes an address.
    void asksForAnAccount(String email) {
        seesHeading("Create an account");
        fill("E-mail", email);
        press("Send the message");
        seesHeading("Look into your mail");
    }

    /// Keycloak says what is to be done, asks for one thing after the other, and offers the way back.
    void proves(String link, String password, String firstName, String lastName) {
        page.navigate(link);
        page.locator("#kc-info-message a").click();
        page.locator("#firstName").fill(firstName);
        page.locator("#lastName").fill(lastName);
        page.locator("input[type=submit], button[type=submit]").last().click();
        page.locator("#password-new").fill(password);
        page.locator("#password-confirm").fill(password);
        page.locator("input[type=submit], button[type=submit]").last().click();
        page.locator("#kc-info-message a").click();
    }

    void press(String button) {
        within(page.locator("body")).press(button);
    }

    void follow(String link) {
        within(page.locator("body")).follow(link);
    }

    /// Types into the field with this label.
    void fill(String label, String text) {
        field(label).fill(text);
    }

    Locator field(String label) {
        // the label of a field that may stay empty says so in brackets
        return page.getByLabel(Pattern.compile("^" + quoted(label) + "\\s*(\\(optional\\))?\\s*$"));
    }

    void seesHeading(String text) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .containsText(text);
    }

    void sees(String text) {
        assertThat(page.locator("main").getByText(text).first()).isVisible();
    }

    /// A row of the table under the heading or label `table`, the one that says `text`.
    Locator row(String table, String text) {
        return page.getByRole(
                        AriaRole.GROUP,
                        new Page.GetByRoleOptions().setName(table).setExact(true))
                .getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText(text));
    }

    /// Looking only at a part of the page.
    static Part within(Locator part) {
        return new Part(part);
    }

    record Part(Locator part) {
        void press(String button) {
            part.getByRole(AriaRole.BUTTON, named(button)).click();
        }

        void follow(String link) {
            part.getByRole(AriaRole.LINK, named(link)).first().click();
        }

        private static Locator.GetByRoleOptions named(String name) {
            return new Locator.GetByRoleOptions().setName(name).setExact(true);
        }
    }

    void light() {
        scheme(page, ColorScheme.LIGHT);
    }

    static void scheme(Page window, ColorScheme scheme) {
        window.emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
    }

    void screenshot(String what) {
        screenshot(page, "%s-%02d-%s".formatted(name, ++screenshots, what));
    }

    static void screenshot(Page window, String name) {
        Path folder = Path.of(System.getProperty("tallygate.screenshots", "target/screenshots"));
        window.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(folder.resolve(name + ".png")));
    }

    String name() {
        return name;
    }

    BrowserContext context() {
        return context;
    }

    void leave() {
        opened.forEach(BrowserContext::close);
    }

    /// What must not happen and did, since the last time this was asked.
    List<String> surprises() {
        List<String> seen = List.copyOf(surprises);
        surprises.clear();
        return seen;
    }

    /// For a pattern that JavaScript reads, which knows no `\Q`.
    private static String quoted(String text) {
        return text.replaceAll("[.*+?^${}()|\\[\\]\\\\]", "\\\\$0");
    }

    private boolean ours(String url) {
        return alsoOurs.test(url)
                || url.startsWith(stack.portal() + "/")
                || url.startsWith(stack.text("keycloak") + "/");
    }
}
