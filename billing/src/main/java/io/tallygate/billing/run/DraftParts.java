package io.tallygate.billing.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.billing.invoice.LineKind;
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
    private static final String BOUND = "bound";

    private DraftParts() {}

    static ArrayNode written(Bill bill) {
        ArrayNode json = JSON.createArrayNode();
        for (UsedPart part : bill.used()) {
            ObjectNode used = part(USAGE, part.planVersion(), part.period())
                    .put("meter", part.meter().slug())
                    .put("quantity", part.quantity().toPlainString());
            json.add(used);
            staged(used, part.stage());
            if (!part.share().equals(Share.WHOLE)) {
                used.put("share", part.share().toString());
            }
        }
        for (Fees.Line fee : bill.fees()) {
            ObjectNode owed = part(FEE, fee.key().planVersion(), fee.key().period())
                    .put("card", fee.key().card())
                    .put("share", fee.share().toString())
                    .put("amount", fee.amount().toPlainString());
            staged(owed, fee.key().stage());
            json.add(owed);
        }
        for (Bound bound : bill.bounds()) {
            json.add(part(BOUND, bound.planVersion(), bound.period())
                    .put("of", bound.kind().slug())
                    .put("amount", bound.amount().toPlainString()));
        }
        return json;
    }

    static Bill bill(String text) {
        List<UsedPart> used = new ArrayList<>();
        List<Fees.Line> fees = new ArrayList<>();
        List<Bound> bounds = new ArrayList<>();
        for (JsonNode part : read(text)) {
            switch (part.path("kind").asText()) {
                case USAGE ->
                    used.add(new UsedPart(
                            version(part),
                            part.path("stage").asInt(),
                            Meter.named(part.path("meter").asText()),
                            period(part),
                            share(part),
                            new BigDecimal(part.path("quantity").asText())));
                case FEE ->
                    fees.add(new Fees.Line(
                            new Billable.Key(
                                    part.path("card").asText(),
                                    version(part),
                                    part.path("stage").asInt(),
                                    period(part)),
                            share(part),
                            new BigDecimal(part.path("amount").asText())));
                case BOUND ->
                    bounds.add(new Bound(
                            LineKind.ofSlug(part.path("of").asText()),
                            version(part),
                            period(part),
                            new BigDecimal(part.path("amount").asText())));
                default -> throw new IllegalStateException("a draft of an unknown kind: " + part);
            }
        }
        return new Bill(used, fees, bounds);
    }

    /// Left out where a plan has no phases, as nearly all have.
    private static void staged(ObjectNode part, int stage) {
        if (stage != 0) {
            part.put("stage", stage);
        }
    }

    private static Share share(JsonNode part) {
        if (!part.has("share")) {
            return Share.WHOLE;
        }
        String[] share = part.path("share").asText().split("/", 2);
        return new Share(Long.parseLong(share[0]), Long.parseLong(share[1]));
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
