package io.tallygate.gateway.policy.headers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.rewrite.Template;
import io.tallygate.gateway.route.PathVariables;
import io.tallygate.gateway.route.RequestPath;
import io.tallygate.gateway.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What is removed, set and added, in this order. Ready to be written: a call makes no object, unless a value is made
/// of what stands in its path.
final class FieldChanges {
    private static final int MAX_CHANGES = 64;
    private static final int MAX_VALUE = 4096;

    /// @param value     as it is written
    /// @param template  that is filled for each call instead; null: none
    private record Change(
            FieldName name, byte[] value, @Nullable Template template) {}

    private final Route route;
    private final List<FieldName> removed = new ArrayList<>();
    private final List<Change> set = new ArrayList<>();
    private final List<Change> added = new ArrayList<>();

    /// @throws IllegalArgumentException  says why these cannot be made
    FieldChanges(PolicyConfiguration config, Route route) {
        this.route = route;
        config.texts("remove").forEach(name -> removed.add(name(name)));
        read(config.raw("set"), "set", set, route);
        read(config.raw("add"), "add", added, route);
        int changes = removed.size() + set.size() + added.size();
        if (changes == 0 || changes > MAX_CHANGES) {
            throw new IllegalArgumentException("it changes 1 to " + MAX_CHANGES + " fields");
        }
    }

    private static FieldName name(String text) {
        FieldName name = FieldName.of(text);
        // changed here, two readers would read two messages; what is for a proxy of the upstream's own is no framing
        if (name.isFraming() && !text.equalsIgnoreCase("Proxy-Authorization")) {
            throw new IllegalArgumentException(text + " is the gateway's own");
        }
        return name;
    }

    private static void read(JsonNode member, String where, List<Change> into, Route route) {
        if (member.isMissingNode()) {
            return;
        }
        if (!member.isObject()) {
            throw new IllegalArgumentException(where + " is not an object of names and values");
        }
        for (Map.Entry<String, JsonNode> field : member.properties()) {
            String value = field.getValue().asText();
            if (!field.getValue().isTextual()
                    || value.length() > MAX_VALUE
                    || !value.equals(value.strip())
                    || !value.chars().allMatch(c -> c >= ' ' && c <= 0xff && c != 0x7f || c == '\t')) {
                throw new IllegalArgumentException(where + "." + field.getKey() + " is not the value of a field");
            }
            Template template = Template.ofPath(value, route);
            into.add(new Change(
                    name(field.getKey()), value.getBytes(ISO_8859_1), template.hasNames() ? template : null));
        }
    }

    void applyTo(Fields fields, Exchange call) {
        for (int i = 0; i < removed.size(); i++) {
            fields.remove(removed.get(i));
        }
        for (int i = 0; i < set.size(); i++) {
            Change change = set.get(i);
            fields.remove(change.name);
            add(fields, change, call);
        }
        for (int i = 0; i < added.size(); i++) {
            add(fields, added.get(i), call);
        }
    }

    private void add(Fields fields, Change change, Exchange call) {
        Template template = change.template;
        if (template == null) {
            fields.add(change.name, change.value);
        } else {
            Map<String, String> values = PathVariables.of(
                    route.matches().get(call.conditionSet()).path(),
                    RequestPath.of(call.request().path()));
            fields.add(change.name, template.fill(values, UnaryOperator.identity()));
        }
    }
}
