package io.tallygate.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.SellingTenant;
import io.tallygate.portal.running.WholeTenant;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What people type is shown as what it is. Hostile texts go through the API and through every form of every page that
/// links lead to, and each page is read as a browser reads it: none of them has become an element, a script, an
/// address, a header, or the value of an expression.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileStringsIT {
    private static final List<String> HOSTILE = List.of(
            "<x-hostile>",
            "\"><x-hostile a=\"",
            "'><x-hostile a='",
            "</textarea></title></script></style><x-hostile>",
            "<!--><x-hostile>",
            "]]><x-hostile>",
            "&lt;x-hostile&gt;",
            "%3Cx-hostile%3E",
            "<img src=x onerror=alert(1)>",
            "\" onfocus=alert(1) autofocus=\"",
            "<a href=\"javascript:alert(1)\">x</a>",
            "[x](javascript:alert(1))",
            "javascript:alert(1)",
            "https://x-hostile.example/\"><x-hostile>",
            "[[${1336331+1000}]]",
            "[(${1336331+1000})]",
            "__${1336331+1000}__",
            "${1336331+1000}",
            "#{1336331+1000}",
            "|${1336331+1000}|",
            "{{1336331+1000}}",
            "%0d%0aX-Hostile: 1",
            "\r\nX-Hostile: 1",
            "\u202e\u2066gnp.exe",
            "\ud83d\udc80".repeat(20),
            "'; drop table portal.tenant; --",
            "\\u003cx-hostile\\u003e");

    /// Which of them each field of a form is sent in a run of all tests: every third, each form and each field others.
    /// `-Dtallygate.hostile.every=1`: all of them.
    private static final int EVERY = Integer.getInteger("tallygate.hostile.every", 3);

    private static final int MOST_PAGES = 400;
    /// What ends something, so that nothing is left to look at.
    private static final Pattern ENDS = Pattern.compile(
            "sign-out|/delete|/remove|/revoke|/suspend|/end$|/erase|/cancel|/leave|/unpublish|/withdraw");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final PortalWithUsage at = PortalWithUsage.shared();
    private final List<String> findings = new ArrayList<>();
    private final Map<String, PortalBrowser> people = new LinkedHashMap<>();
    private WholeTenant own;
    private int refused;
    private int taken;

    private record Form(String action, boolean multipart, Map<String, String> fields, Set<String> texts) {}

    @BeforeAll
    void a_tenant_with_hostile_names() throws Exception {
        own = new WholeTenant(at);
        people.put("nobody", new PortalBrowser(at.portal()));
        people.put(
                "the buyer",
                PortalBrowser.signedIn(
                        at.portal(), Objects.requireNonNull(own.consumerPeople().get("owner"))));
        people.put(
                "the owner",
                PortalBrowser.signedIn(
                        at.portal(), Objects.requireNonNull(own.staffPeople().get("owner"))));
        ApiClient owner = own.owner();
        String consumer = own.things().get("consumers");
        String product = own.things().get("products");
        for (String hostile : HOSTILE) {
            String text = SellingTenant.text(hostile);
            String document = SellingTenant.text(SellingTenant.document("1", "/orders")
                    .replace("\"Orders\"", text + ",\"description\":" + text)
                    .replace("{\"get\":{", "{\"get\":{\"summary\":" + text + ",\"description\":" + text + ","));
            sent(owner.post("/apis", "{\"slug\":\"h%d\",\"document\":%s}".formatted(taken + refused, document)));
            sent(owner.post("/consumers", "{\"name\":%s,\"legalName\":%s}".formatted(text, text)));
            sent(owner.post("/products", "{\"name\":%s,\"description\":%s,\"apis\":[]}".formatted(text, text)));
            sent(owner.post(
                    "/products/" + product + "/plans",
                    "{\"name\":%s,\"unitPrice\":{\"amount\":\"0.01\",\"currency\":\"EUR\"}}".formatted(text)));
            sent(owner.post(
                    "/applications",
                    "{\"name\":%s,\"description\":%s,\"consumer\":\"%s\"}".formatted(text, text, consumer)));
            sent(owner.post("/tokens", "{\"name\":%s}".formatted(text)));
            sent(owner.send("PATCH", "", "{\"name\":%s,\"tagline\":%s}".formatted(text, text), "If-Match", "*"));
        }
        owner.read("/apis").path("items").forEach(api -> {
            try {
                owner.send(
                        "PATCH",
                        "/apis/" + api.path("id").asText(),
                        "{\"upstream\":\"http://127.0.0.1:8501\"}",
                        "If-Match",
                        "*");
                owner.post("/apis/" + api.path("id").asText() + "/publish", "{}");
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        });
    }

    private void sent(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
        if (answer.statusCode() / 100 == 2) {
            taken++;
        } else {
            refused++;
        }
    }

    @Test
    void what_people_type_is_shown_and_never_run() throws Exception {
        int submitted = 0;
        int pages = 0;
        for (Map.Entry<String, PortalBrowser> who : people.entrySet()) {
            Map<String, Form> forms = new TreeMap<>();
            pages += walk(who.getKey(), who.getValue(), forms);
            int first = 0;
            for (Form form : forms.values()) {
                first++;
                for (int turn = first % EVERY; turn < HOSTILE.size(); turn += EVERY) {
                    Map<String, String> fields = new LinkedHashMap<>(form.fields());
                    int next = turn;
                    for (String name : form.texts()) {
                        fields.put(name, HOSTILE.get(next++ % HOSTILE.size()));
                    }
                    fields.remove("_once"); // each of them is meant
                    HttpResponse<String> answer = who.getValue().submit(form.action(), fields, form.multipart());
                    submitted++;
                    look(who.getKey(), form.action(), answer);
                    if (answer.statusCode() / 100 == 3) {
                        look(
                                who.getKey(),
                                "after " + form.action(),
                                who.getValue().follow(answer));
                    }
                }
            }
            System.out.printf("%s: forms %s%n", who.getKey(), forms.keySet());
        }
        for (Map.Entry<String, PortalBrowser> who : people.entrySet()) {
            pages += walk(who.getKey(), who.getValue(), new TreeMap<>());
        }
        System.out.printf(
                "%d hostile texts: %d taken by the API, %d refused; %d forms sent, %d pages read; %d findings%n",
                HOSTILE.size(), taken, refused, submitted, pages, findings.size());
        findings.forEach(System.out::println);
        assertThat(taken).as("taken by the API").isGreaterThan(100);
        assertThat(submitted).as("forms sent").isGreaterThan(20 * HOSTILE.size() / EVERY);
        assertThat(findings).isEmpty();
    }

    /// Every page that links lead to, one of each kind and a few of its like.
    private int walk(String who, PortalBrowser browser, Map<String, Form> forms) throws Exception {
        Deque<String> next = new ArrayDeque<>(List.of("/", "/p/" + own.slug(), "/account"));
        next.add("/console/" + own.slug());
        Set<String> seen = new LinkedHashSet<>();
        Map<String, Integer> kinds = new TreeMap<>();
        int read = 0;
        while (!next.isEmpty() && read < MOST_PAGES) {
            String address = next.poll();
            String kind = ID.matcher(address.replaceAll("[?].*", ""))
                    .replaceAll("ID")
                    .replaceAll("/h[0-9]+", "/API")
                    .replaceAll("/[0-9]+$", "/N");
            if (!seen.add(address) || kinds.merge(kind, 1, Integer::sum) > 12) {
                continue;
            }
            HttpResponse<String> answer = browser.get(address);
            read++;
            answer.headers().firstValue("Location").ifPresent(there -> {
                String led = local(there);
                if (led != null) {
                    next.add(led);
                }
            });
            boolean begins = address.equals("/console/" + own.slug()); // which not everybody may see
            finding(answer.statusCode() == 404 && !begins, who + " is led to nothing at " + address);
            Document page = look(who, address, answer);
            if (page == null) {
                continue;
            }
            for (Element link : page.select("a[href], link[rel=next]")) {
                String to = local(link.absUrl("href"));
                if (to != null && !to.contains("sign-in") && !to.contains("sign-out")) {
                    next.add(to);
                }
            }
            page.select("form[method=post]").forEach(form -> collect(form, forms));
        }
        System.out.printf("%s read %d pages: %s%n", who, read, kinds);
        return read;
    }

    private @Nullable String local(String address) {
        String portal = at.portal().url();
        if (!address.startsWith(portal + "/")) {
            return null;
        }
        URI whole = URI.create(address.replaceAll("#.*", "").replace(" ", "%20"));
        return whole.getRawPath() + (whole.getRawQuery() == null ? "" : "?" + whole.getRawQuery());
    }

    private void collect(Element form, Map<String, Form> forms) {
        String action = local(form.hasAttr("action") ? form.absUrl("action") : form.baseUri());
        if (action == null || ENDS.matcher(action).find()) {
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Set<String> texts = new LinkedHashSet<>();
        for (Element field : form.select("input[name], textarea[name], select[name]")) {
            String type = field.attr("type").toLowerCase(Locale.ROOT);
            String name = field.attr("name");
            if (field.tagName().equals("select")) {
                Element chosen = field.selectFirst("option[selected]");
                Element option = chosen == null ? field.selectFirst("option") : chosen;
                fields.put(name, option == null ? "" : option.attr("value"));
            } else if (!Set.of("checkbox", "radio", "submit", "file").contains(type)) {
                fields.put(name, field.tagName().equals("textarea") ? field.text() : field.attr("value"));
                if (!type.equals("hidden")) {
                    texts.add(name);
                }
            } else if (field.hasAttr("checked")) {
                fields.put(name, field.attr("value"));
            }
        }
        boolean multipart = form.attr("enctype").startsWith("multipart");
        forms.putIfAbsent(ID.matcher(action).replaceAll("ID"), new Form(action, multipart, fields, texts));
    }

    /// @return  null when it is no page
    private @Nullable Document look(String who, String where, HttpResponse<String> answer) {
        String about = who + " at " + where + " (" + answer.statusCode() + "): ";
        finding(answer.statusCode() >= 500, about + "an error");
        answer.headers().map().forEach((name, values) -> {
            finding(name.toLowerCase(Locale.ROOT).contains("hostile"), about + "a header " + name);
        });
        String type = answer.headers().firstValue("Content-Type").orElse("");
        finding(type.startsWith("application/octet-stream"), about + "bytes instead of a page");
        if (!type.startsWith("text/html")) {
            return null;
        }
        String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
        finding(
                !policy.contains("default-src 'none'") && !policy.contains("default-src 'self'"),
                about + "the policy " + policy);
        finding(policy.contains("unsafe"), about + "the policy " + policy);
        finding(!policy.contains("frame-ancestors 'none'"), about + "may be framed: " + policy);
        finding(
                !answer.headers()
                        .firstValue("X-Content-Type-Options")
                        .orElse("")
                        .equals("nosniff"),
                about + "no X-Content-Type-Options");
        finding(answer.headers().firstValue("Referrer-Policy").isEmpty(), about + "no Referrer-Policy");
        URI asked = answer.request().uri();
        String query =
                asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery(); // links to a part of the page keep it
        Document page = Jsoup.parse(answer.body(), at.portal().url() + asked.getRawPath() + query);
        finding(!page.select("x-hostile").isEmpty(), about + "an element");
        finding(page.text().contains("1337331"), about + "an expression was worked out");
        finding(!page.select("script:not([src]), style, [style]").isEmpty(), about + "something inline");
        for (Element element : page.getAllElements()) {
            for (Attribute attribute : element.attributes()) {
                String name = attribute.getKey().toLowerCase(Locale.ROOT);
                String value = attribute.getValue().strip().toLowerCase(Locale.ROOT);
                finding(name.startsWith("on"), about + element.tagName() + " has " + name);
                finding(
                        Set.of("href", "src", "action", "formaction", "srcset").contains(name)
                                && Pattern.matches("(?s)(javascript|data|vbscript):.*", value),
                        about + name + "=" + value);
                finding(value.contains("1337331"), about + "an expression was worked out in " + name);
            }
        }
        return page;
    }

    private void finding(boolean wrong, String what) {
        if (wrong && findings.size() < 60) {
            findings.add(what);
        }
    }
}
