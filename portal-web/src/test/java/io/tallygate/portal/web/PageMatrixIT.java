package io.tallygate.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.WholeTenant;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Every address of the pages, found in what the portal registers, opened and posted to by people of every role.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageMatrixIT {
    private static final String ID = "[0-9a-fA-F-]{36}";

    private final PortalWithUsage at = PortalWithUsage.shared();
    private final Map<String, PortalBrowser> people = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();
    private WholeTenant own;
    private WholeTenant foreign;
    private int calls;

    /// @param template  with its variables: `/console/{tenant}/apis/{id: …}`
    private record Address(String verb, String template) {
        boolean isConsole() {
            return template.startsWith("/console/");
        }

        /// And of nothing that it has many of.
        boolean isOfTheTenant() {
            return template.indexOf('{') == template.lastIndexOf('{') && !template.endsWith("/promote");
        }

        /// Of one's own, or a question: open to whatever role.
        boolean isForEveryRole() {
            return template.contains("/tokens")
                    || template.endsWith("/audit/verify")
                    || template.endsWith("/state/difference");
        }

        @Override
        public String toString() {
            return verb + " " + template;
        }
    }

    @BeforeAll
    void two_tenants_and_their_people() throws Exception {
        own = new WholeTenant(at);
        foreign = new WholeTenant(at);
        for (Map.Entry<String, ApiClient.Person> one : own.staffPeople().entrySet()) {
            people.put(one.getKey(), PortalBrowser.signedIn(at.portal(), one.getValue()));
        }
        for (Map.Entry<String, ApiClient.Person> one : own.consumerPeople().entrySet()) {
            people.put(one.getKey() + " of a consumer", PortalBrowser.signedIn(at.portal(), one.getValue()));
        }
        people.put(
                "a stranger",
                PortalBrowser.signedIn(
                        at.portal(),
                        Objects.requireNonNull(foreign.staffPeople().get("owner"))));
        people.put("a newcomer", PortalBrowser.signedIn(at.portal(), ApiClient.Person.named("newcomer")));
        people.put("nobody", new PortalBrowser(at.portal()));
    }

    @Test
    void the_console_opens_for_the_tenants_staff_alone() throws Exception {
        for (Address address : addresses()) {
            if (!address.verb().equals("GET") || !address.template().contains("{tenant}")) {
                continue;
            }
            for (Map.Entry<String, PortalBrowser> who : people.entrySet()) {
                HttpResponse<String> answer = who.getValue().get(path(address, own.slug(), own));
                calls++;
                int status = answer.statusCode();
                boolean staff = own.staffPeople().containsKey(who.getKey());
                note(status >= 500, address, who.getKey(), answer);
                if (address.isConsole() && who.getKey().equals("nobody")) {
                    note(status != 303 && status != 302, address, who.getKey(), answer);
                } else if (address.isConsole() && !staff) {
                    note(status != 404 && status != 403, address, who.getKey(), answer);
                } else if (address.isConsole() && who.getKey().equals("owner") && address.isOfTheTenant()) {
                    note(status >= 400, address, who.getKey(), answer);
                }
            }
        }
        done("opened");
    }

    @Test
    void another_tenants_page_is_that_of_one_that_does_not_exist() throws Exception {
        for (Address address : addresses()) {
            if (!address.verb().equals("GET") || !address.isConsole()) {
                continue;
            }
            for (String who : List.of("owner", "viewer", "developer of a consumer", "a newcomer")) {
                HttpResponse<String> there = open(who, path(address, foreign.slug(), foreign));
                HttpResponse<String> nowhere = open(who, path(address, "t0000000", foreign));
                note(!shape(there, foreign.slug()).equals(shape(nowhere, "t0000000")), address, who, there);
                note(there.statusCode() != 404, address, who, there);
                if (address.template().contains(ID) || address.template().contains("{id")) {
                    HttpResponse<String> mixed = open(who, path(address, own.slug(), foreign));
                    HttpResponse<String> missing = open(who, path(address, own.slug(), null));
                    note(mixed.statusCode() != missing.statusCode(), address, who, mixed);
                    note(mixed.statusCode() / 100 == 2, address, who, mixed);
                }
            }
        }
        done("of another tenant, or with its ids");
    }

    /// With the form's own token: what is refused is refused for who asks.
    @Test
    void nothing_is_changed_by_whoever_may_not() throws Exception {
        for (Address address : addresses()) {
            if (!address.verb().equals("POST")
                    || !address.template().contains("{tenant}")
                    || address.isForEveryRole()
                    || address.template().endsWith("/join")) {
                continue;
            }
            for (Map.Entry<String, PortalBrowser> who : people.entrySet()) {
                boolean member = who.getKey().endsWith("of a consumer");
                boolean staff = own.staffPeople().containsKey(who.getKey());
                boolean mayTry = address.isConsole() ? staff && !who.getKey().equals("viewer") : member || staff;
                if (mayTry) {
                    continue;
                }
                HttpResponse<String> answer =
                        who.getValue().post("/", path(address, own.slug(), own), Map.of("name", "x"));
                calls++;
                boolean signInFirst = who.getKey().equals("nobody")
                        && answer.headers().firstValue("Location").orElse("").contains("sign-in");
                // whoever is no customer yet is led to where they become one
                boolean joins =
                        answer.headers().firstValue("Location").orElse("").contains("/join?");
                note(
                        answer.statusCode() != 403 && answer.statusCode() != 404 && !signInFirst && !joins,
                        address,
                        who.getKey(),
                        answer);
            }
        }
        done("posted");
    }

    private HttpResponse<String> open(String who, String path) throws Exception {
        calls++;
        return Objects.requireNonNull(people.get(who)).get(path);
    }

    private static List<Address> addresses() {
        List<Address> addresses = new ArrayList<>();
        for (Class<?> page : new PagesApplication().getClasses()) {
            Path at = page.getAnnotation(Path.class);
            if (at == null) {
                continue;
            }
            for (Method method : page.getMethods()) {
                String verb = method.isAnnotationPresent(GET.class)
                        ? "GET"
                        : method.isAnnotationPresent(POST.class) ? "POST" : null;
                if (verb != null) {
                    Path below = method.getAnnotation(Path.class);
                    addresses.add(new Address(verb, joined(at.value(), below == null ? "" : below.value())));
                }
            }
        }
        return addresses;
    }

    private static String joined(String at, String below) {
        String whole = below.isEmpty() ? at : at + "/" + below.replaceFirst("^/", "");
        return ("/" + whole).replaceAll("/+", "/");
    }

    /// @param whose  null: ids of nothing
    private static String path(Address address, String tenant, @Nullable WholeTenant whose) {
        StringBuilder path = new StringBuilder();
        List<String> list = new ArrayList<>();
        for (String segment : address.template()
                .substring(1)
                .replaceAll(":[^/}]*\\{36}", "")
                .replaceAll("\\{\\w+: ([\\w-]+)\\|[^}]*\\}", "$1")
                .replaceAll("\\{month: .*\\}\\.parquet", "2026-01.parquet")
                .split("/")) {
            String filled = segment;
            if (segment.startsWith("{tenant")) {
                filled = tenant;
                list.clear();
            } else if (segment.startsWith("{")) {
                String name = list.isEmpty() ? "" : list.getLast();
                String end = segment.substring(segment.indexOf('}') + 1);
                filled = thing(whose, list, name) + end;
                list.add("{}");
            } else {
                list.add(segment);
            }
            path.append('/').append(filled);
        }
        return path.toString();
    }

    private static String thing(@Nullable WholeTenant whose, List<String> list, String name) {
        if (whose == null || name.isEmpty()) {
            return UUID.randomUUID().toString();
        }
        String whole = String.join("/", list);
        return whose.things()
                .getOrDefault(
                        whole,
                        whose.things().getOrDefault(name, UUID.randomUUID().toString()));
    }

    private static String shape(HttpResponse<String> answer, String slug) {
        String body = answer.body()
                .replace(slug, "SLUG")
                .replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID");
        return answer.statusCode() + " " + new TreeSet<>(answer.headers().map().keySet()) + body;
    }

    private void note(boolean wrong, Address address, String who, HttpResponse<String> answer) {
        if (wrong) {
            findings.add("%s by %s: %d %s"
                    .formatted(
                            address,
                            who,
                            answer.statusCode(),
                            answer.headers().firstValue("Location").orElse("")));
        }
    }

    private void done(String what) {
        System.out.printf(
                "%d addresses, %d people: %d calls, %s; %d findings%n",
                addresses().size(), people.size(), calls, what, findings.size());
        List<String> found = List.copyOf(findings);
        calls = 0;
        findings.clear();
        assertThat(found).isEmpty();
    }
}
