package io.tallygate.portal.usage.web;

import java.util.List;
import java.util.UUID;

/// One of the choices above the usage page.
/// @param name    as in the address and in message keys
/// @param chosen  empty for all
public record UsageChoice(String name, List<Option> options, String chosen) {

    public record Option(String value, String label) {
        public static Option of(UUID id, String name) {
            return new Option(id.toString(), name);
        }
    }
}
