package io.tallygate.gateway.policy.rewrite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.route.PathPattern;
import io.tallygate.gateway.route.PathVariables;
import io.tallygate.gateway.route.RequestPath;
import io.tallygate.gateway.route.Route;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The path that takes the place of a request's own: what the route has matched is replaced by another
/// beginning, or the whole path is made anew.
public final class PathChange {
    private static final String PATH = "/[A-Za-z0-9._~!$&'()*+,;=:@/%-]*";

    private final Route route;
    private final Template template;
    private final boolean keepsRest;

    private PathChange(Route route, Template template, boolean keepsRest) {
        this.route = route;
        this.template = template;
        this.keepsRest = keepsRest;
    }

    /// @param config  may have `path`: `{"replacePrefix": "/v2"}` or `{"replace": "/users/{id}"}`
    /// @return        null: it has none
    public static @Nullable PathChange of(PolicyConfiguration config, Route route) {
        if (!config.has("path")) {
            return null;
        }
        PolicyConfiguration path = config.object("path", "replacePrefix", "replace");
        if (path.has("replacePrefix") == path.has("replace")) {
            throw path.wrong("replacePrefix", "or replace is needed, and not both");
        }
        boolean keepsRest = path.has("replacePrefix");
        String text = path.text(keepsRest ? "replacePrefix" : "replace");
        if (!text.replaceAll("\\{[^{}]*}", "x").matches(PATH) || hasDotSegment(text)) {
            throw path.wrong(keepsRest ? "replacePrefix" : "replace", "is not a path");
        }
        String clean = keepsRest && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return new PathChange(route, new Template(clean, route), keepsRest);
    }

    /// @return  the path as it is sent; null when this request would leave the place that the configuration names
    public @Nullable String of(Exchange call) {
        RequestPath path = RequestPath.of(call.request().path());
        PathPattern pattern = route.matches().get(call.conditionSet()).path();
        Map<String, String> values = template.hasNames() ? PathVariables.of(pattern, path) : Map.of();
        String made = template.fill(values, UnaryOperator.identity());
        if (keepsRest) {
            int rest = path.rawBehind(PathVariables.segments(pattern, path));
            made += new String(path.raw(), rest, path.rawTo() - rest, ISO_8859_1);
        }
        if (hasDotSegment(made)) {
            return null;
        }
        try {
            return made.isEmpty() ? "/" : RequestPath.of(made).rawText();
        } catch (IllegalArgumentException ambiguous) {
            return null;
        }
    }

    /// Whether a segment would be resolved by who reads the path, and lead elsewhere.
    private static boolean hasDotSegment(String path) {
        for (String segment : path.split("/", -1)) {
            String plain = segment.replace("%2E", ".").replace("%2e", ".");
            if (plain.equals(".") || plain.equals("..") || plain.startsWith("..;") || plain.startsWith(".;")) {
                return true;
            }
        }
        return false;
    }
}
