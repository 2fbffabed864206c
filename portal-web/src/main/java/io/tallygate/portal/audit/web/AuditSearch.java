package io.tallygate.portal.audit.web;

import io.tallygate.portal.audit.AuditEntry;
import io.tallygate.portal.audit.AuditFilter;
import io.tallygate.portal.audit.AuditRecord;
import io.tallygate.portal.frame.ListPage;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the page's form asks for; templates know it as `search`. What cannot be understood asks for everything.
public final class AuditSearch {
    private static final int LONGEST = 254;
    private static final List<String> FIELDS = List.of("actor", "action", "target", "outcome", "from", "to");

    private final MultivaluedMap<String, String> query;
    private final ZoneId zone;

    AuditSearch(MultivaluedMap<String, String> query, ZoneId zone) {
        this.query = query;
        this.zone = zone;
    }

    public String getActor() {
        return text("actor");
    }

    public String getAction() {
        return text("action");
    }

    public String getTarget() {
        return text("target");
    }

    public String getOutcome() {
        String outcome = text("outcome");
        return getOutcomes().contains(outcome) ? outcome : "";
    }

    public List<String> getOutcomes() {
        return List.of(AuditEntry.DONE, AuditEntry.REFUSED);
    }

    /// As a date field has it: `2026-11-25`, or empty.
    public String getFrom() {
        LocalDate date = date("from");
        return date == null ? "" : date.toString();
    }

    public String getTo() {
        LocalDate date = date("to");
        return date == null ? "" : date.toString();
    }

    public boolean isNarrowed() {
        return FIELDS.stream().anyMatch(field -> !text(field).isEmpty());
    }

    AuditFilter filter() {
        LocalDate from = date("from");
        LocalDate to = date("to");
        Instant begin = from == null ? null : from.atStartOfDay(zone).toInstant();
        // the last day is meant as well
        Instant end = to == null ? null : to.plusDays(1).atStartOfDay(zone).toInstant();
        return new AuditFilter(getActor(), getAction(), getTarget(), getOutcome(), begin, end);
    }

    @Nullable
    Long before() {
        String before = text("before");
        return before.matches("[1-9][0-9]{0,17}") ? Long.valueOf(before) : null;
    }

    /// @param found  at most [ListPage#ROWS] of them
    ListPage<AuditRecord> page(String address, List<AuditRecord> found) {
        boolean more = found.size() >= ListPage.ROWS;
        List<AuditRecord> shown = more ? found.subList(0, ListPage.ROWS - 1) : found;
        String first = address + narrowed(Stream.empty());
        String next =
                more ? address + narrowed(Stream.of("before=" + shown.getLast().number())) : null;
        return new ListPage<>(List.copyOf(shown), next, before() != null, first);
    }

    private String narrowed(Stream<String> more) {
        String parameters = Stream.concat(
                        FIELDS.stream()
                                .filter(field -> !text(field).isEmpty())
                                .map(field -> field + "=" + URLEncoder.encode(text(field), StandardCharsets.UTF_8)),
                        more)
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? "" : "?" + parameters;
    }

    private String text(String name) {
        String text = query.getFirst(name);
        return text == null || text.length() > LONGEST ? "" : text.strip().replace("\0", "");
    }

    private @Nullable LocalDate date(String name) {
        try {
            return text(name).isEmpty() ? null : LocalDate.parse(text(name));
        } catch (DateTimeParseException noDate) {
            return null;
        }
    }
}
