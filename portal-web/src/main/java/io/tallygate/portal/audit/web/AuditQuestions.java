package io.tallygate.portal.audit.web;

import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.audit.AuditEntry;
import io.tallygate.portal.audit.AuditFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the query of an address asks of a chain.
final class AuditQuestions {
    private static final int LONGEST = 254;

    private final MultivaluedMap<String, String> query;

    AuditQuestions(MultivaluedMap<String, String> query) {
        this.query = query;
    }

    PageOf page() {
        return PageOf.asked(query.getFirst("limit"), query.getFirst("cursor"));
    }

    /// Lists of chains are ordered by number, so a cursor holds one where others hold an id.
    static @Nullable Long before(PageOf page) {
        UUID after = page.after();
        return after == null ? null : after.getLeastSignificantBits();
    }

    static UUID place(long number) {
        return new UUID(0, number);
    }

    /// @throws ApiProblem  400 when a time is none
    AuditFilter filter() {
        String outcome = text("outcome");
        if (outcome != null && !List.of(AuditEntry.DONE, AuditEntry.REFUSED).contains(outcome)) {
            throw ApiProblem.badRequest("outcome: done or refused.");
        }
        return new AuditFilter(text("actor"), text("action"), text("target"), outcome, time("from"), time("to"));
    }

    private @Nullable String text(String name) {
        String text = query.getFirst(name);
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw ApiProblem.badRequest("%s: at most %d characters.".formatted(name, LONGEST));
        }
        return text.strip();
    }

    private @Nullable Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException noTime) {
            throw ApiProblem.badRequest(name + ": a time such as 2026-11-25T10:00:00Z.");
        }
    }
}
