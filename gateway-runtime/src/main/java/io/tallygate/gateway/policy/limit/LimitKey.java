package io.tallygate.gateway.policy.limit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.gateway.counter.CountKey;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.route.RequestPath;
import io.tallygate.metering.recording.UsageDraft;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Whom a limit is counted for: one word (`consumer`, `application`, `credential`, `subscription`, `route`, `address`,
/// `all`), or an expression of texts and such words in braces, among them `{header.NAME}`, `{query.NAME}`, `{path.N}`
/// (the
/// path's N-th segment, decoded), `{claim.NAME}` (of a token that was checked), `{method}` and `{operation}`. There is
/// nothing to compute in it, so it cannot be slow.
public final class LimitKey {
    private static final int MOST_PARTS = 16;
    private static final int MOST_LENGTH = 512;

    private final Part[] parts;
    private final Set<String> claims;

    private LimitKey(List<Part> parts, Set<String> claims) {
        this.parts = parts.toArray(Part[]::new);
        this.claims = claims;
    }

    /// Claims that it is made of.
    Set<String> claims() {
        return claims;
    }

    /// One part of a key.
    private interface Part {
        /// @return  false when the call has none
        boolean write(Exchange call, CountKey into);
    }

    /// @throws IllegalArgumentException  says, to a person, what is wrong with it
    public static LimitKey of(String text) {
        if (text.length() > MOST_LENGTH) {
            throw new IllegalArgumentException("the key has more than " + MOST_LENGTH + " characters");
        }
        Set<String> claims = new TreeSet<>();
        if (text.indexOf('{') < 0) {
            return new LimitKey(List.of(part(text, claims)), claims);
        }
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int end = open < 0 ? text.length() : open;
            if (end > at) {
                String literal = text.substring(at, end);
                if (literal.indexOf('}') >= 0) {
                    throw new IllegalArgumentException("the key has a brace that nothing opens");
                }
                parts.add((_, into) -> add(into, literal));
            }
            if (open >= 0) {
                int close = text.indexOf('}', open);
                if (close < 0) {
                    throw new IllegalArgumentException("the key has a brace that nothing closes");
                }
                parts.add(part(text.substring(open + 1, close), claims));
                end = close + 1;
            }
            at = end;
        }
        if (parts.size() > MOST_PARTS) {
            throw new IllegalArgumentException("the key has more than " + MOST_PARTS + " parts");
        }
        return new LimitKey(parts, claims);
    }

    private static Part part(String word, Set<String> claims) {
        int dot = word.indexOf('.');
        String name = dot < 0 ? "" : word.substring(dot + 1);
        Part named = switch (dot < 0 ? "" : word.substring(0, dot)) {
            case "header" -> header(name);
            case "query" -> query(name);
            case "path" -> segment(name);
            case "claim" -> claim(name, claims);
            default -> null;
        };
        if (named != null) {
            return named;
        }
        return switch (word) {
            case "all" -> (_, into) -> add(into, "");
            case "route" -> (call, into) -> add(into, call.usage().routeHigh, call.usage().routeLow);
            case "consumer" -> (call, into) -> add(into, call.usage().consumerHigh, call.usage().consumerLow);
            case "application" -> (call, into) -> add(into, call.usage().applicationHigh, call.usage().applicationLow);
            case "credential" -> (call, into) -> add(into, call.usage().credentialHigh, call.usage().credentialLow);
            case "subscription" ->
                (call, into) -> add(into, call.usage().subscriptionHigh, call.usage().subscriptionLow);
            case "address" -> (call, into) -> add(into, call.clientAddress());
            case "method" -> (call, into) -> add(into, call.request().method());
            case "operation" -> (call, into) -> operation(call.usage(), into);
            default -> throw new IllegalArgumentException("the key knows no " + word);
        };
    }

    private static Part header(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.matches("[a-z0-9!#$%&'*+.^_`|~-]{1,64}")) {
            throw new IllegalArgumentException("no header is called " + name);
        }
        return (call, into) -> add(into, call.request().fields().joined(lower, ", "));
    }

    private static Part query(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a query parameter has a name");
        }
        return (call, into) -> add(into, parameter(call.request().query(), name));
    }

    private static Part claim(String name, Set<String> claims) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a claim has a name");
        }
        claims.add(name);
        return (call, into) -> add(into, call.claim(name));
    }

    private static Part segment(String number) {
        if (!number.matches("[1-9][0-9]?")) {
            throw new IllegalArgumentException("the path's segments are numbered from 1 to 99");
        }
        int wanted = Integer.parseInt(number);
        return (call, into) -> {
            String[] segments =
                    RequestPath.of(call.request().path()).normalText().split("/", wanted + 2);
            return wanted < segments.length && add(into, decode(segments[wanted]));
        };
    }

    private static boolean add(CountKey into, @Nullable String text) {
        if (text == null) {
            return false;
        }
        into.add(text).end();
        return true;
    }

    private static boolean add(CountKey into, long high, long low) {
        into.add(high).add(low);
        return (high | low) != 0;
    }

    private static boolean operation(UsageDraft usage, CountKey into) {
        for (byte octet : usage.operation) {
            into.add(octet);
        }
        into.end();
        return usage.operation.length > 0;
    }

    private static @Nullable String parameter(@Nullable String query, String name) {
        int from = 0;
        while (query != null && from <= query.length()) {
            int ampersand = query.indexOf('&', from);
            int end = ampersand < 0 ? query.length() : ampersand;
            int equals = query.indexOf('=', from);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (decode(query.substring(from, nameEnd)).equals(name)) {
                return nameEnd == end ? "" : decode(query.substring(nameEnd + 1, end));
            }
            from = end + 1;
        }
        return null;
    }

    private static String decode(String text) {
        try {
            return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /// @return  false when the call lacks one of the parts; what was written then is nobody's key
    boolean write(Exchange call, CountKey into) {
        for (Part part : parts) {
            if (!part.write(call, into)) {
                return false;
            }
        }
        return true;
    }
}
