package io.tallygate.billing.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.billing.period.Share;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The parts of a draft as the store keeps them: a JSON array, each with its kind. Numbers are texts.
final class DraftParts {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String USAGE = "usage";
    private static final String FEE = "fee";

    private DraftParts() {}

    static ArrayNode written(List<UsedPart> used, List<Fees.Line> fees) {
        ArrayNode json = JSON.createArrayNode();
        for (UsedPart part : used) {
            json.add(part(USAGE, part.planVersion(), part.period())
                    .put("meter", part.meter().slug())
                    .put("quantity", part.quantity().toPlainString()));
        }
        for (Fees.Line fee : fees) {
            json.add(part(FEE, fee.key().planVersion(), fee.key().period())
                    .put("card", fee.key().card())
                    .put("share", fee.share().toString())
                    .put("amount", fee.amount().toPlainString()));
        }
        return json;
    }

    static List<UsedPart> used(String text) {
        List<UsedPart> parts = new ArrayList<>();
        for (JsonNode part : read(text)) {
            if (part.path("kind").asText().equals(USAGE)) {
                parts.add(new UsedPart(
                        version(part),
                        Meter.ofSlug(part.path("meter").asText()).orElseThrow(),
                        period(part),
                        new BigDecimal(part.path("quantity").asText())));
            }
        }
        return parts;
    }

    static List<Fees.Line> fees(String text) {
        List<Fees.Line> fees = new ArrayList<>();
        for (JsonNode part : read(text)) {
            if (part.path("kind").asText().equals(FEE)) {
                String[] share = part.path("share").asText().split("/", 2);
                fees.add(new Fees.Line(
                        new Billable.Key(part.path("card").asText(), version(part), period(part)),
                        new Share(Long.parseLong(share[0]), Long.parseLong(share[1])),
                        new BigDecimal(part.path("amount").asText())));
            }
        }
        return fees;
    }

    private static ObjectNode part(String kind, UUID planVersion, Period period) {
        return JSON.createObjectNode()
                .put("kind", kind)
                .put("planVersion", planVersion.toString())
                .put("from", period.from().toString())
                .put("to", period.to().toString());
    }

    private static UUID version(JsonNode part) {
        return UUID.fromString(part.path("planVersion").asText());
    }

    private static Period period(JsonNode part) {
        return new Period(
                Instant.parse(part.path("from").asText()),
                Instant.parse(part.path("to").asText()));
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("a draft that cannot be read: " + text, e);
        }
    }
}
