package io.tallygate.portal.audit.web;

import io.tallygate.portal.frame.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A recorded action as people call it: the thing, and what was done with it or tried. `POST /tenants/{tenant}/apis` is
/// "API: create". The last part of an address that names a thing says which; what follows it, else the method, says
/// what.
public final class ActionWords {
    /// Parts of addresses that name a thing, and its key.
    private static final Map<String, String> THINGS = Map.ofEntries(
            Map.entry("account", "session"),
            Map.entry("sessions", "session"),
            Map.entry("sign-out", "session"),
            Map.entry("apis", "api"),
            Map.entry("versions", "version"),
            Map.entry("environments", "deployment"),
            Map.entry("deployments", "deployment"),
            Map.entry("routing", "routing"),
            Map.entry("routes", "routing"),
            Map.entry("policies", "policy"),
            Map.entry("policy", "policy"),
            Map.entry("upstream", "upstream"),
            Map.entry("audit", "audit"),
            Map.entry("audit-events", "audit"),
            Map.entry("checkpoints", "audit"),
            Map.entry("billing", "month"),
            Map.entry("billing-runs", "month"),
            Map.entry("consumers", "consumer"),
            Map.entry("join", "consumer"),
            Map.entry("team", "team"),
            Map.entry("members", "member"),
            Map.entry("invitations", "invitation"),
            Map.entry("products", "product"),
            Map.entry("plans", "plan"),
            Map.entry("settings", "tenant"),
            Map.entry("tenants", "tenant"),
            Map.entry("sign-up", "tenant"),
            Map.entry("erase", "erasure"),
            Map.entry("erasures", "erasure"),
            Map.entry("export", "export"),
            Map.entry("exports", "export"),
            Map.entry("archive", "export"),
            Map.entry("identity", "identity-provider"),
            Map.entry("identity-providers", "identity-provider"),
            Map.entry("domains", "domain"),
            Map.entry("limits", "limit"),
            Map.entry("state", "state"),
            Map.entry("tokens", "token"),
            Map.entry("webhooks", "webhook"),
            Map.entry("meters", "meter"),
            Map.entry("event-credentials", "event-credential"),
            Map.entry("dead-letters", "dead-letter"),
            Map.entry("reconciliation", "reconciliation"),
            Map.entry("reconciliations", "reconciliation"),
            Map.entry("usage-retention", "usage-retention"),
            Map.entry("usage-archives", "usage"),
            Map.entry("differences", "reconciliation"),
            Map.entry("webhook-event-types", "webhook"),
            Map.entry("deliveries", "delivery"),
            Map.entry("applications", "application"),
            Map.entry("credentials", "credential"),
            Map.entry("keys", "credential"),
            Map.entry("subscriptions", "subscription"),
            Map.entry("subscribe", "subscription"),
            Map.entry("invoices", "invoice"),
            Map.entry("lines", "invoice"),
            Map.entry("payments", "payment"),
            Map.entry("settlement", "payment"),
            Map.entry("payment-account", "payment"),
            Map.entry("statements", "bank-statement"),
            Map.entry("bank-statements", "bank-statement"),
            Map.entry("entries", "bank-statement"),
            Map.entry("bank-entries", "bank-statement"),
            Map.entry("credit", "credit"),
            Map.entry("credit-accounts", "credit"),
            Map.entry("credit-grants", "credit"),
            Map.entry("disputes", "dispute"),
            Map.entry("usage", "usage"),
            Map.entry("requests", "usage"),
            Map.entry("me", "account"),
            Map.entry("register", "account"));

    /// Parts that say what is done, and its key.
    private static final Map<String, String> DEEDS = Map.ofEntries(
            Map.entry("new", "create"),
            Map.entry("delete", "delete"),
            Map.entry("remove", "delete"),
            Map.entry("end", "end"),
            Map.entry("sign-out-everywhere", "end"),
            Map.entry("verify", "verify"),
            Map.entry("publish", "publish"),
            Map.entry("unpublish", "unpublish"),
            Map.entry("withdraw", "unpublish"),
            Map.entry("promote", "promote"),
            Map.entry("promotion", "promote"),
            Map.entry("resend", "resend"),
            Map.entry("replay", "resend"),
            Map.entry("revoke", "revoke"),
            Map.entry("rotate", "rotate"),
            Map.entry("rotate-secret", "rotate"),
            Map.entry("cancel", "cancel"),
            Map.entry("check", "check"),
            Map.entry("confirm", "confirm"),
            Map.entry("resume", "resume"),
            Map.entry("suspend", "suspend"),
            Map.entry("pause", "suspend"),
            Map.entry("change-preview", "compare"),
            Map.entry("apply", "apply"),
            Map.entry("discard", "discard"),
            Map.entry("archive", "archive"),
            Map.entry("diff", "compare"),
            Map.entry("difference", "compare"),
            Map.entry("test", "test"),
            Map.entry("accept", "accept"),
            Map.entry("reject", "drop"),
            Map.entry("book", "confirm"),
            Map.entry("set-aside", "drop"),
            Map.entry("void", "unpublish"),
            Map.entry("open", "open"));

    /// What a POST to them does, where it is not making one.
    private static final Map<String, String> POSTED = Map.of(
            "sign-out", "end",
            "billing", "close",
            "billing-runs", "close",
            "settings", "change",
            "erase", "ask",
            "tenants", "found",
            "usage-retention", "change",
            "sign-up", "found");

    private static final Set<String> PLACES = Set.of("tenants", "console", "p");
    private static final String HOLDER = "{}";

    private final Messages messages;

    ActionWords(Messages messages) {
        this.messages = messages;
    }

    /// @param action  as it was recorded
    /// @return        in the visitor's language; empty for what has no words, so that the action itself is shown
    public String of(String action) {
        return key(action).map(this::text).orElse("");
    }

    private String text(Key key) {
        String thing = messages.text("audit.thing." + key.thing());
        return key.deed().isEmpty()
                ? thing
                : messages.text("audit.action", thing, messages.text("audit.deed." + key.deed()));
    }

    /// @param deed  empty for work of the product itself, whose name says it all
    record Key(String thing, String deed) {}

    static Optional<Key> key(String action) {
        int space = action.indexOf(' ');
        if (space < 0) {
            return Tasks.NAMES.contains(action) ? Optional.of(new Key("task." + action, "")) : Optional.empty();
        }
        String method = action.substring(0, space);
        List<String> parts = parts(action.substring(space + 1));
        boolean inside = parts.size() > 1
                && PLACES.contains(parts.getFirst())
                && parts.get(1).equals(HOLDER);
        String thing = inside ? "tenant" : "";
        String deed = inside ? ofMethod(method, "", true) : "";
        for (int at = inside ? 2 : 0; at < parts.size(); at++) {
            String part = parts.get(at);
            if (THINGS.containsKey(part) && !(part.equals("export") && thing.equals("audit"))) {
                boolean one = at + 1 < parts.size() && parts.get(at + 1).equals(HOLDER);
                thing = part.equals("members") && thing.equals("consumer") ? "team" : THINGS.getOrDefault(part, "");
                deed = ofMethod(method, part, one);
            } else if (DEEDS.containsKey(part) && !method.equals("GET")) {
                deed = deed(thing, DEEDS.getOrDefault(part, ""));
            }
        }
        return thing.isEmpty() || deed.isEmpty() ? Optional.empty() : Optional.of(new Key(thing, deed));
    }

    /// Where the same part of an address means another thing.
    private static String deed(String thing, String usual) {
        return switch (thing + " " + usual) {
            case "erasure cancel" -> "unpublish";
            case "credential rotate" -> "replace";
            case "dead-letter resend" -> "count";
            case "dead-letter discard" -> "drop";
            default -> usual;
        };
    }

    /// @param one  whether one of the things is named, and not all of them
    private static String ofMethod(String method, String part, boolean one) {
        return switch (method) {
            case "POST" -> POSTED.getOrDefault(part, one ? "change" : "create");
            case "PUT", "PATCH" -> "change";
            case "DELETE" -> part.equals("sessions") ? "end" : "delete";
            case "GET" -> "read";
            default -> "";
        };
    }

    /// With `{}` for each placeholder, whose pattern may hold braces of its own.
    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int depth = 0;
        for (char c : (path + "/").toCharArray()) {
            if (c == '/' && depth == 0) {
                if (!part.isEmpty()) {
                    parts.add(part.toString());
                }
                part.setLength(0);
                continue;
            }
            depth += c == '{' ? 1 : 0;
            if (depth == 0 || (c == '{' && depth == 1)) {
                part.append(c);
            }
            depth -= c == '}' ? 1 : 0;
            if (c == '}' && depth == 0) {
                part.append(c);
            }
        }
        return parts;
    }

    /// Work of the product itself.
    private static final class Tasks {
        private static final Set<String> NAMES = Set.of(
                "audit",
                "compare-usage",
                "subscription-change",
                "deliver-webhooks",
                "erase",
                "export",
                "installation",
                "keep-identity-providers",
                "keep-organizations",
                "portal",
                "shut-out-people");
    }
}
