package io.tallygate.gateway.policy.location;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.route.PathVariables;
import io.tallygate.gateway.route.RequestPath;
import io.tallygate.gateway.route.Route;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An upstream that sends its client elsewhere names itself; the client reads where that is for it.
/// @param paths  beginnings of upstream paths and what takes their place, the first that fits; empty: as the call went
record LocationPolicy(Route route, List<Map.Entry<String, String>> paths) implements Policy {
    private static final List<FieldName> NAMES = List.of(FieldName.of("Location"), FieldName.of("Content-Location"));

    @Override
    public Verdict check(Exchange call) {
        return Verdict.CONTINUE;
    }

    @Override
    public void onAnswer(Exchange call) {
        Fields fields = call.answer().fields();
        if (call.isAnsweredHere()) {
            return;
        }
        for (FieldName name : NAMES) {
            int place = fields.find(name);
            String outside = place < 0 ? null : outside(fields.valueAt(place), call);
            if (outside != null) {
                fields.set(name, outside);
            }
        }
    }

    /// @return  null: it stays as it is
    private @Nullable String outside(String location, Exchange call) {
        int slashes = location.startsWith("//") ? 0 : location.indexOf("://");
        boolean absolute =
                slashes == 0 || slashes > 0 && location.substring(0, slashes).matches("(?i)https?");
        if (!absolute) {
            return location.startsWith("/") ? path(location, call) : null;
        }
        int from = slashes == 0 ? 2 : slashes + 3;
        int to = from;
        while (to < location.length() && "/?#".indexOf(location.charAt(to)) < 0) {
            to++;
        }
        byte[] host = call.saidHost();
        if (host == null || !location.substring(from, to).equalsIgnoreCase(new String(host, ISO_8859_1))) {
            return null; // somebody else's
        }
        String rest = location.substring(to);
        return path(rest.startsWith("/") ? rest : "/" + rest, call);
    }

    private String path(String inside, Exchange call) {
        for (Map.Entry<String, String> each : paths) {
            if (isBelow(inside, each.getKey())) {
                return joined(each.getValue(), inside.substring(each.getKey().length()));
            }
        }
        if (!paths.isEmpty()) {
            return inside;
        }
        String base = call.upstreamTarget().toString().substring(0, call.upstreamBaseOctets());
        String clean = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return isBelow(inside, clean) ? joined(stripped(call), inside.substring(clean.length())) : inside;
    }

    /// What of the request's path the route has taken off.
    private String stripped(Exchange call) {
        if (!route.stripPath()) {
            return "";
        }
        RequestPath path = RequestPath.of(call.request().path());
        int segments =
                PathVariables.segments(route.matches().get(call.conditionSet()).path(), path);
        return new String(path.raw(), path.rawFrom(), path.rawBehind(segments) - path.rawFrom(), ISO_8859_1);
    }

    private static boolean isBelow(String path, String beginning) {
        return path.startsWith(beginning)
                && (path.length() == beginning.length()
                        || beginning.isEmpty()
                        || "/?#".indexOf(path.charAt(beginning.length())) >= 0);
    }

    /// Exactly one slash begins it: two would name a host.
    private static String joined(String beginning, String rest) {
        String whole = beginning + rest;
        int at = 0;
        while (at < whole.length() && whole.charAt(at) == '/') {
            at++;
        }
        return "/" + whole.substring(at);
    }
}
