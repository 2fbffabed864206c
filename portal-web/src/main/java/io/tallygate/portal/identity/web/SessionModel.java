package io.tallygate.portal.identity.web;

import io.tallygate.portal.identity.PersonSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A session as its person recognises it.
/// @param browser  as the browser calls itself; empty when it is none we know by name
/// @param system   likewise
/// @param own      whether the page is read in this one
public record SessionModel(
        UUID id, String browser, String system, String address, Instant createdAt, Instant lastSeenAt, boolean own) {
    /// What stands in the browser's own introduction, most telling first: many browsers also name those they resemble.
    private static final List<Map.Entry<String, String>> BROWSERS = List.of(
            Map.entry("Edg/", "Edge"),
            Map.entry("OPR/", "Opera"),
            Map.entry("Firefox/", "Firefox"),
            Map.entry("Chrome/", "Chrome"),
            Map.entry("Safari/", "Safari"));

    private static final List<Map.Entry<String, String>> SYSTEMS = List.of(
            Map.entry("Android", "Android"),
            Map.entry("iPhone", "iPhone"),
            Map.entry("iPad", "iPad"),
            Map.entry("Windows", "Windows"),
            Map.entry("Mac OS X", "macOS"),
            Map.entry("CrOS", "ChromeOS"),
            Map.entry("Linux", "Linux"));

    static SessionModel of(PersonSession session, boolean own) {
        return new SessionModel(
                session.id(),
                named(BROWSERS, session.device()),
                named(SYSTEMS, session.device()),
                session.address(),
                session.createdAt(),
                session.lastSeenAt(),
                own);
    }

    private static String named(List<Map.Entry<String, String>> names, String device) {
        return names.stream()
                .filter(name -> device.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
