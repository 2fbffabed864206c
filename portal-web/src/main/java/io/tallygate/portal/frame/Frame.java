package io.tallygate.portal.frame;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What stands around a page: who is here, in which language and look, in whose portal. Pages fill it,
/// `frame/layout.html`
/// shows it, under the name `frame`.
@RequestScoped
public class Frame {
    static final String LANGUAGE_COOKIE = "tallygate_language";
    static final String THEME_COOKIE = "tallygate_theme";
    static final List<String> THEMES = List.of("auto", "light", "dark");
    private static final String NOTICES = Notice.class.getName();
    private static final String BROUGHT = Frame.class.getName() + ".brought";
    private static final String TOKEN = Frame.class.getName() + ".token";

    /// The console's rooms, in the order of its navigation.
    private static final List<Entry> CONSOLE = List.of(
            new Entry("overview", ""),
            new Entry("apis", "apis"),
            new Entry("products", "products"),
            new Entry("consumers", "consumers"),
            new Entry("usage", "usage"),
            new Entry("meters", "meters"),
            new Entry("invoices", "invoices"),
            new Entry("billing", "billing"),
            new Entry("gateways", "gateways"),
            new Entry("members", "members"),
            new Entry("audit", "audit"),
            new Entry("webhooks", "webhooks"),
            new Entry("state", "state"),
            new Entry("settings", "settings"));

    private final HttpServletRequest request;
    private final Assets assets;
    private String area = "site";
    private String section = "";
    private @Nullable Look tenant;
    private boolean staff;
    private boolean team;
    private boolean live;
    private List<Entry> navigation = List.of();
    private boolean suspended;
    private ZoneId zone = ZoneOffset.UTC;

    /// One entry of the navigation.
    /// @param path  below `/console/{tenant}/`
    public record Entry(String name, String path) {}

    @SuppressWarnings("NullAway.Init")
    protected Frame() {
        this(null, null);
    }

    @Inject
    @SuppressWarnings("NullAway")
    public Frame(@Nullable HttpServletRequest request, @Nullable Assets assets) {
        this.request = request;
        this.assets = assets;
    }

    /// This page belongs to a tenant's developer portal.
    /// @param section  the navigation's entry it stands under
    /// @param staff    whether the visitor may open the tenant's console
    /// @param team     whether they belong to an organisation that uses the tenant's APIs
    public void portal(Look tenant, ZoneId zone, String section, boolean staff, boolean team) {
        within("portal", tenant, zone, section, staff);
        this.team = team;
    }

    /// This page belongs to a tenant's console.
    /// @param open  the navigation's entries that the visitor may open
    public void console(Look tenant, ZoneId zone, String section, Predicate<String> open) {
        within("console", tenant, zone, section, true);
        navigation = CONSOLE.stream().filter(entry -> open.test(entry.name())).toList();
    }

    private void within(String area, Look tenant, ZoneId zone, String section, boolean staff) {
        this.area = area;
        this.tenant = tenant;
        this.zone = zone;
        this.section = section;
        this.staff = staff;
    }

    /// The tenant whose page this is has been suspended: every page says so.
    public void suspended() {
        suspended = true;
    }

    public boolean isSuspended() {
        return suspended;
    }

    /// Whether the visitor is about to change something.
    public boolean isChange() {
        return request.getMethod().equals("POST");
    }

    /// This page renews parts of itself while it is open.
    public void live() {
        live = true;
    }

    public boolean isLive() {
        return live;
    }

    public String getArea() {
        return area;
    }

    public String getSection() {
        return section;
    }

    public @Nullable Look getTenant() {
        return tenant;
    }

    public boolean isTeam() {
        return team;
    }

    public boolean isStaff() {
        return staff;
    }

    public List<Entry> getConsoleNavigation() {
        return navigation;
    }

    public Locale locale() {
        return Languages.best(cookie(LANGUAGE_COOKIE), Collections.list(request.getLocales()));
    }

    public String getLanguage() {
        return locale().getLanguage();
    }

    public List<String> getLanguages() {
        return Languages.spoken();
    }

    public Messages messages() {
        return new Messages(locale());
    }

    public Formats formats() {
        return new Formats(locale(), zone);
    }

    /// `light` or `dark` when the visitor chose one; null follows the system.
    public @Nullable String getTheme() {
        String chosen = cookie(THEME_COOKIE);
        return chosen != null && THEMES.indexOf(chosen) > 0 ? chosen : null;
    }

    public List<String> getThemes() {
        return THEMES;
    }

    /// The version of our own static files, for addresses that may be cached for ever.
    public String getBuild() {
        return assets.version();
    }

    public String getHtmx() {
        return assets.webjar("htmx.org");
    }

    /// The address of the page that the visitor is reading, to come back to.
    public String getPath() {
        String path = request.getMethod().equals("GET")
                ? request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString())
                : refererPath();
        return LocalPath.of(path).value();
    }

    /// Where a visitor who must sign in first is sent, to come back here afterwards.
    public String signInPath() {
        return "/sign-in?return=" + URLEncoder.encode(getPath(), StandardCharsets.UTF_8);
    }

    private String refererPath() {
        String referer = request.getHeader("Referer");
        String own = request.getScheme() + "://" + request.getHeader("Host");
        return referer != null && referer.startsWith(own + "/") ? referer.substring(own.length()) : "/";
    }

    public @Nullable SignedIn getPerson() {
        HttpSession session = request.getSession(false);
        return session == null ? null : (SignedIn) session.getAttribute(SignedIn.ATTRIBUTE);
    }

    /// Who has signed in, for pages that need a person.
    /// @throws SignInNeeded  when nobody has signed in
    public SignedIn person() {
        SignedIn person = getPerson();
        if (person == null) {
            throw new SignInNeeded();
        }
        return person;
    }

    /// Begins the person's session under a new id, so that one planted before sign-in is worth nothing.
    public void signedIn(SignedIn person) {
        request.getSession(true);
        request.changeSessionId();
        request.getSession().setAttribute(SignedIn.ATTRIBUTE, person);
    }

    /// The session's token against forged posts; empty when there is no session and thus nothing to forge.
    public String getCsrf() {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return "";
        }
        synchronized (session) {
            if (!(session.getAttribute(TOKEN) instanceof String)) {
                session.setAttribute(TOKEN, UUID.randomUUID().toString());
            }
            return (String) Objects.requireNonNull(session.getAttribute(TOKEN));
        }
    }

    /// Marks one rendered form, so that submitting it twice acts once.
    public String getOnce() {
        return UUID.randomUUID().toString();
    }

    /// Says a sentence on the next page of this session.
    public void notice(String tone, String key, Object... arguments) {
        List<Notice> waiting = new ArrayList<>(peek());
        waiting.add(new Notice(tone, messages().text(key, arguments)));
        keep(NOTICES, new ArrayList<>(waiting));
    }

    public List<Notice> getNotices() {
        List<Notice> notices = peek();
        take(NOTICES);
        return notices;
    }

    @SuppressWarnings("unchecked")
    private List<Notice> peek() {
        HttpSession session = request.getSession(false);
        Object waiting = session == null ? null : session.getAttribute(NOTICES);
        return waiting == null ? List.of() : (List<Notice>) waiting;
    }

    /// Keeps a value in the session for the page after the redirect, which takes it away: a key's text is shown once.
    public void keep(String name, Serializable value) {
        request.getSession().setAttribute(name, value);
    }

    /// Keeps a value as [#keep] does, also beyond the sign-in of a visitor who was nobody until then: a link that they
    /// followed sends them to sign in first.
    public void bring(String name, Serializable value) {
        HashSet<String> names = new HashSet<>(brought().keySet());
        names.add(name);
        keep(name, value);
        keep(BROUGHT, names);
    }

    /// What [#bring] put there.
    @SuppressWarnings("unchecked")
    public Map<String, Serializable> brought() {
        Map<String, Serializable> values = new HashMap<>();
        if (kept(BROUGHT) instanceof Set<?> names) {
            for (String name : (Set<String>) names) {
                if (kept(name) instanceof Serializable value) {
                    values.put(name, value);
                }
            }
        }
        return values;
    }

    /// What [#keep] put there, which stays.
    public @Nullable Object kept(String name) {
        HttpSession session = request.getSession(false);
        return session == null ? null : session.getAttribute(name);
    }

    public @Nullable Object take(String name) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return null;
        }
        Object value = session.getAttribute(name);
        session.removeAttribute(name);
        return value;
    }

    private @Nullable String cookie(String name) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? null
                : Stream.of(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst()
                        .orElse(null);
    }
}
