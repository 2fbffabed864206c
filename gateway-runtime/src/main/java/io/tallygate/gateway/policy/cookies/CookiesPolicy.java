package io.tallygate.gateway.policy.cookies;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Which cookies go to the upstream, and how those that it sets come to the client.
/// @param kept     null: all that are not removed
/// @param removed  neither go nor come
/// @param domain   null: as it is; empty: none, so that a cookie is the gateway's host's alone
/// @param path     null: as it is
/// @param sameSite null: as it is
record CookiesPolicy(
        @Nullable Set<String> kept,
        Set<String> removed,
        @Nullable String domain,
        @Nullable String path,
        boolean secure,
        boolean httpOnly,
        @Nullable String sameSite)
        implements Policy {
    private static final FieldName SET_COOKIE = FieldName.of("Set-Cookie");

    @Override
    public Verdict check(Exchange call) {
        return Verdict.CONTINUE;
    }

    @Override
    public void onRequest(Exchange call) {
        Fields fields = call.request().fields();
        String cookies = fields.joined("cookie", "; ");
        if (cookies == null || kept == null && removed.isEmpty()) {
            return;
        }
        StringJoiner left = new StringJoiner("; ");
        for (String cookie : cookies.split(";", -1)) {
            String pair = cookie.strip();
            if (!pair.isEmpty() && goes(nameOf(pair))) {
                left.add(pair);
            }
        }
        fields.remove(FieldName.COOKIE);
        if (left.length() > 0) {
            fields.add(FieldName.COOKIE, left.toString());
        }
    }

    private boolean goes(String name) {
        return !removed.contains(name) && (kept == null || kept.contains(name));
    }

    @Override
    public void onAnswer(Exchange call) {
        Fields fields = call.answer().fields();
        int place = call.isAnsweredHere() ? -1 : fields.find(SET_COOKIE);
        if (place < 0) {
            return;
        }
        List<String> shaped = new ArrayList<>();
        for (; place >= 0; place = fields.find(SET_COOKIE, place + 1)) {
            String cookie = fields.valueAt(place);
            if (goes(nameOf(cookie))) {
                shaped.add(shaped(cookie));
            }
        }
        fields.remove(SET_COOKIE);
        shaped.forEach(cookie -> fields.add(SET_COOKIE, cookie));
    }

    private static String nameOf(String cookie) {
        int end = cookie.indexOf(';');
        String pair = end < 0 ? cookie : cookie.substring(0, end);
        int equals = pair.indexOf('=');
        return (equals < 0 ? pair : pair.substring(0, equals)).strip();
    }

    private String shaped(String cookie) {
        String[] parts = cookie.split(";", -1);
        StringJoiner shaped = new StringJoiner("; ");
        shaped.add(parts[0].strip());
        for (int i = 1; i < parts.length; i++) {
            String attribute = parts[i].strip();
            if (!attribute.isEmpty() && !isSaidHere(attribute)) {
                shaped.add(attribute);
            }
        }
        if (domain != null && !domain.isEmpty()) {
            shaped.add("Domain=" + domain);
        }
        if (path != null) {
            shaped.add("Path=" + path);
        }
        if (secure) {
            shaped.add("Secure");
        }
        if (httpOnly) {
            shaped.add("HttpOnly");
        }
        if (sameSite != null) {
            shaped.add("SameSite=" + sameSite);
        }
        return shaped.toString();
    }

    private boolean isSaidHere(String attribute) {
        return switch (nameOf(attribute).toLowerCase(Locale.ROOT)) {
            case "domain" -> domain != null;
            case "path" -> path != null;
            case "secure" -> secure;
            case "httponly" -> httpOnly;
            case "samesite" -> sameSite != null;
            default -> false;
        };
    }
}
