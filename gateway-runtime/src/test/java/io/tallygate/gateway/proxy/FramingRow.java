package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.proxy.FramingWitness.Seen;
import io.tallygate.gateway.proxy.RawConversation.Answer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// One row of `http11-framing`: what it writes, and whether what came of it is what it wants.
record FramingRow(JsonNode row) {
    String id() {
        return row.path("id").asText();
    }

    boolean isDecidedByGateway() {
        return row.path("decidedBy").asText().equals("gateway");
    }

    /// @return  what each step writes; `${step1.ETag}` still in it
    List<String> steps() {
        if (!row.has("steps")) {
            return List.of(octets(row));
        }
        List<String> steps = new ArrayList<>();
        row.path("steps").forEach(step -> steps.add(octets(step)));
        return steps;
    }

    private static String octets(JsonNode from) {
        if (from.has("rawRequest")) {
            return from.path("rawRequest").asText();
        }
        if (from.has("rawRequestBase64")) {
            return new String(
                    Base64.getDecoder().decode(from.path("rawRequestBase64").asText()), ISO_8859_1);
        }
        StringBuilder octets = new StringBuilder();
        for (JsonNode part : from.path("rawRequestParts")) {
            octets.append(part.path("text").asText(""));
            octets.append(
                    part.path("repeat").asText("").repeat(part.path("times").asInt(0)));
            if (part.has("each")) {
                List<String> each = new ArrayList<>();
                for (int i = part.path("from").asInt(); i <= part.path("to").asInt(); i++) {
                    each.add(part.path("each").asText().replace("{i}", Integer.toString(i)));
                }
                octets.append(String.join(part.path("joinedBy").asText(""), each));
            }
        }
        return octets.toString();
    }

    /// @return  `pass`, `warn` or `fail`
    String outcome(List<Answer> answers, List<Seen> seen) {
        for (JsonNode entry : row.path("expect").path("fail")) {
            if ((entry.path("status").isArray() || entry.has("responses")) && is(entry, answers, seen)) {
                return "fail";
            }
        }
        for (String outcome : List.of("pass", "warn")) {
            for (JsonNode entry : row.path("expect").path(outcome)) {
                if (is(entry, answers, seen)) {
                    return outcome;
                }
            }
        }
        return "fail";
    }

    private static boolean is(JsonNode entry, List<Answer> answers, List<Seen> seen) {
        int step = entry.path("step").asInt(1);
        if (step > answers.size()) {
            return false;
        }
        Answer answer = answers.get(step - 1);
        String connection = entry.path("connection").asText("");
        boolean there = !entry.has("status") || hasStatus(entry.path("status"), answer.status());
        there &= connection.isEmpty() || connection.startsWith("closed") == answer.closed();
        there &= !entry.has("noResponse")
                || answer.status() == 0
                        && entry.path("noResponse").asText().equals("connection closed") == answer.closed();
        there &= !entry.has("responses") || hasCount(entry.path("responses").asText(), answer.count());
        there &= !entry.has("upstreamBody")
                || !seen.isEmpty()
                        && seen.getLast()
                                .body()
                                .equals(entry.path("upstreamBody").asText());
        there &= !entry.has("upstreamHeader")
                || hasUpstream(entry.path("upstreamHeader").asText(), seen);
        there &= !entry.has("responseHeader")
                || hasField(entry.path("responseHeader").asText(), answer);
        there &= !entry.has("absentResponseHeader")
                || answer.field(entry.path("absentResponseHeader").asText()) == null;
        return there && (!entry.has("then") || is(entry.path("then"), answers, seen));
    }

    private static boolean hasStatus(JsonNode wanted, int status) {
        if (!wanted.isArray()) {
            return status > 0 && wanted.asText().equals("any");
        }
        for (JsonNode one : wanted) {
            String[] parts =
                    one.asText().replace("any status but", "xxx except").split(" except ");
            String shape = parts[0];
            boolean isIt = status > 0;
            String digits = String.format("%03d", status);
            for (int i = 0; i < 3; i++) {
                isIt &= shape.charAt(i) == 'x' || shape.charAt(i) == digits.charAt(i);
            }
            if (isIt && (parts.length == 1 || !parts[1].strip().equals(digits))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasCount(String wanted, int count) {
        return wanted.startsWith("exactly 1") ? count == 1 : count >= 2;
    }

    private static boolean hasField(String wanted, Answer answer) {
        if (wanted.startsWith("Date")) {
            String date = answer.field("Date");
            boolean isFixed = date != null
                    && date.matches(
                            "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
            return isFixed == wanted.startsWith("Date as");
        }
        return answer.field(wanted) != null;
    }

    private static boolean hasUpstream(String wanted, List<Seen> seen) {
        if (seen.isEmpty()) {
            return false;
        }
        Seen last = seen.getLast();
        String cookies = String.join("|", last.values("cookie"));
        return switch (wanted) {
            case "Transfer_Encoding dropped" ->
                last.values("transfer_encoding").isEmpty()
                        && last.values("transfer-encoding").isEmpty();
            case "Transfer-Encoding: chunked" ->
                !last.values("transfer-encoding").isEmpty();
            case "Transfer_Encoding: chunked kept under its own name" ->
                !last.values("transfer_encoding").isEmpty();
            case "the second header dropped" ->
                last.values("content-length").equals(List.of("11"))
                        && last.fields().stream().noneMatch(field -> field.contains(" :"));
            case "\"Content-Length : 5\" kept under its own name" ->
                last.fields().stream().anyMatch(field -> field.contains(" :"));
            case "Content-Length: 5" -> last.values("content-length").contains("5");
            case "no NUL in Cookie" -> cookies.indexOf('\0') < 0;
            case "both a=1 and b=2 in Cookie" -> cookies.equals("a=1; b=2");
            case "one of them missing" -> !cookies.equals("a=1; b=2");
            case "cookie foo=bar" -> cookies.equals("foo=bar");
            case "cookies a=1, b=2, c=3" -> cookies.equals("a=1; b=2; c=3");
            default -> throw new IllegalStateException("a condition that is not known: " + wanted);
        };
    }
}
