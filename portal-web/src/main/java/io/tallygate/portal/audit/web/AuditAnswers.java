package io.tallygate.portal.audit.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.audit.Anchor;
import io.tallygate.portal.audit.AuditRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/// What the control API answers of one chain, a tenant's or the installation's.
@ApplicationScoped
public class AuditAnswers {
    static final String NDJSON = "application/x-ndjson";

    private final AuditLog log;

    @SuppressWarnings("NullAway") // for the proxy only
    protected AuditAnswers() {
        this(null);
    }

    @Inject
    public AuditAnswers(AuditLog log) {
        this.log = log;
    }

    JsonObject list(TenantId chain, MultivaluedMap<String, String> query) {
        AuditQuestions asked = new AuditQuestions(query);
        PageOf page = asked.page();
        return page.answer(
                log.list(chain, asked.filter(), AuditQuestions.before(page), page.rows()),
                (AuditRecord record) -> AuditQuestions.place(record.number()),
                AuditJson::item);
    }

    /// @throws ApiProblem  404 when the chain has no such record
    JsonObject one(TenantId chain, String number) {
        if (!number.matches("[1-9][0-9]{0,17}")) {
            throw ApiProblem.notFound();
        }
        return AuditJson.whole(log.one(chain, Long.parseLong(number)).orElseThrow(ApiProblem::notFound));
    }

    JsonObject checkpoints(TenantId chain, PageOf page) {
        return page.answer(
                log.checkpoints(chain, AuditQuestions.before(page), page.rows()),
                (Anchor checkpoint) -> AuditQuestions.place(checkpoint.number()),
                AuditJson::checkpoint);
    }

    JsonObject verify(TenantId chain) {
        try {
            return AuditJson.verdict(log.verify(chain));
        } catch (AuditLog.Busy busy) {
            throw busy();
        }
    }

    Response export(TenantId chain) {
        StreamingOutput lines = out -> {
            try {
                log.export(chain, out);
            } catch (AuditLog.Busy busy) {
                throw busy();
            }
        };
        return Response.ok(lines, NDJSON)
                .header("Cache-Control", "no-store")
                .header("Content-Disposition", "attachment; filename=\"audit-log.ndjson\"")
                .build();
    }

    private static ApiProblem busy() {
        return new ApiProblem(503, "busy", "Busy", "Others are reading the whole log; try again in a moment.");
    }
}
