package io.tallygate.portal.dispute.web;

import io.tallygate.billing.dispute.CallPart;
import io.tallygate.billing.dispute.LineCall;
import java.util.List;

/// Calls of a line as CSV (RFC 4180): a row for each part of a call, so that a sum over a column is right.
final class LineCsv {
    static final String HEAD = "id,ended_at,method,operation,status,place,tier,free,units,unit_amount,amount\r\n";

    private LineCsv() {}

    static void append(StringBuilder csv, List<LineCall> calls) {
        for (LineCall call : calls) {
            for (CallPart part : call.parts()) {
                csv.append(call.call())
                        .append(',')
                        .append(call.endedAt())
                        .append(',')
                        .append(quoted(call.method()))
                        .append(',')
                        .append(quoted(call.operation()))
                        .append(',')
                        .append(call.status())
                        .append(',')
                        .append(DisputeJson.plain(call.place()))
                        .append(',')
                        .append(part.tier() == null ? "" : part.tier())
                        .append(',')
                        .append(part.free())
                        .append(',')
                        .append(DisputeJson.plain(part.units()))
                        .append(',')
                        .append(DisputeJson.plain(part.unitAmount()))
                        .append(',')
                        .append(DisputeJson.plain(part.amount()))
                        .append("\r\n");
            }
        }
    }

    /// A text that a spreadsheet would take for a formula is made one that it does not.
    private static String quoted(String text) {
        String safe = text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return safe.matches("[^\",\r\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
