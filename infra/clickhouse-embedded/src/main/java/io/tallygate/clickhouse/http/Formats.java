package io.tallygate.clickhouse.http;

import java.util.Locale;

/// Content types of ClickHouse's output formats.
final class Formats {
    private Formats() {}

    static String contentType(String format) {
        String name = format.toLowerCase(Locale.ROOT);
        if (name.startsWith("jsoneachrow")
                || name.startsWith("jsoncompacteachrow")
                || name.startsWith("jsonstringseachrow")) {
            return "application/x-ndjson; charset=UTF-8";
        }
        if (name.startsWith("json")) {
            return "application/json; charset=UTF-8";
        }
        if (name.startsWith("csv")) {
            return "text/csv; charset=UTF-8; header=" + (name.contains("withnames") ? "present" : "absent");
        }
        if (name.startsWith("tabseparated") || name.startsWith("tsv")) {
            return "text/tab-separated-values; charset=UTF-8";
        }
        return switch (name) {
            case "native",
                    "rowbinary",
                    "rowbinarywithnames",
                    "rowbinarywithnamesandtypes",
                    "parquet",
                    "arrow",
                    "arrowstream",
                    "orc",
                    "avro" -> "application/octet-stream";
            case "xml" -> "application/xml; charset=UTF-8";
            default -> "text/plain; charset=UTF-8";
        };
    }
}
