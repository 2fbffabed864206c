package io.tallygate.stack.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;

/// Acme's parcels: rates, shipments, labels, pick-up points.
final class Shipping implements Service {
    private static final List<String> SERVICES = List.of("economy", "standard", "express");
    private static final List<String> CITIES = List.of("Berlin", "Hamburg", "Köln", "München", "Leipzig");

    @Override
    public Answer answer(Asked asked) {
        List<String> path = asked.segments();
        return switch (asked.line()) {
            case "POST /rates" -> rates(asked.json());
            case "GET /shipments" -> path.size() == 1 ? list(asked) : one(path.get(1));
            case "POST /shipments" -> path.size() == 1 ? create(asked.json()) : cancel(path.get(1));
            case "GET /pickup-points" -> pickupPoints(asked.parameter("postalCode", "10115"));
            default -> Answer.notFound("No operation " + asked.method() + " " + asked.path());
        };
    }

    private static Answer rates(JsonNode parcel) {
        if (!parcel.path("weightGrams").isInt() || !parcel.path("to").isTextual()) {
            return Answer.badRequest("weightGrams and to are required");
        }
        ObjectNode answer = Answer.object();
        ArrayNode rates = answer.putArray("rates");
        for (int i = 0; i < SERVICES.size(); i++) {
            BigDecimal price = BigDecimal.valueOf(
                    390 + 210L * i + parcel.path("weightGrams").asInt() / 50, 2);
            ObjectNode rate = rates.addObject().put("service", SERVICES.get(i)).put("workingDays", 4 - i);
            rate.putObject("price").put("amount", price.toPlainString()).put("currency", "EUR");
        }
        return Answer.ok(answer);
    }

    private static Answer list(Asked asked) {
        int limit;
        try {
            limit = Math.clamp(Integer.parseInt(asked.parameter("limit", "20")), 1, 100);
        } catch (NumberFormatException notANumber) {
            return Answer.badRequest("limit must be a number");
        }
        ObjectNode answer = Answer.object();
        ArrayNode items = answer.putArray("items");
        for (int i = 0; i < limit; i++) {
            items.add(shipment("ACM%08d".formatted(48_210_000 + i * 37)));
        }
        answer.putNull("nextCursor");
        return Answer.ok(answer);
    }

    private static Answer one(String id) {
        return id.matches("ACM\\d{8}") ? Answer.ok(shipment(id)) : Answer.notFound("No shipment " + id);
    }

    private static Answer create(JsonNode order) {
        if (!order.path("recipient").path("city").isTextual()) {
            return Answer.badRequest("recipient.city is required");
        }
        String id = "ACM%08d".formatted(new Chance(order.toString()).between("id", 10_000_000, 99_999_999));
        return Answer.created(shipment(id)
                .put("status", "announced")
                .put("city", order.path("recipient").path("city").asText()));
    }

    private static Answer cancel(String id) {
        return id.matches("ACM\\d{8}")
                ? Answer.ok(shipment(id).put("status", "cancelled"))
                : Answer.notFound("No shipment " + id);
    }

    private static ObjectNode shipment(String id) {
        Chance chance = new Chance(id);
        return Answer.object()
                .put("id", id)
                .put(
                        "status",
                        chance.oneOf("status", List.of("announced", "in-transit", "out-for-delivery", "delivered")))
                .put("service", chance.oneOf("service", SERVICES))
                .put("weightGrams", chance.between("weight", 120, 9800))
                .put("city", chance.oneOf("city", CITIES))
                .put(
                        "createdAt",
                        "2026-11-%02dT%02d:%02d:00Z"
                                .formatted(
                                        chance.between("day", 1, 24),
                                        chance.between("hour", 6, 20),
                                        chance.between("minute", 0, 59)));
    }

    private static Answer pickupPoints(String postalCode) {
        if (!postalCode.matches("\\d{5}")) {
            return Answer.badRequest("postalCode has five digits");
        }
        ObjectNode answer = Answer.object();
        ArrayNode points = answer.putArray("items");
        for (String kind : List.of("locker", "shop", "depot")) {
            Chance chance = new Chance(postalCode + kind);
            points.addObject()
                    .put("id", "PP-%s-%03d".formatted(postalCode, chance.between("number", 1, 999)))
                    .put("kind", kind)
                    .put(
                            "street",
                            chance.oneOf("street", List.of("Torstraße 12", "Bergmannstraße 104", "Kantstraße 7")))
                    .put("distanceMetres", chance.between("distance", 90, 2400))
                    .put("opensUntil", kind.equals("locker") ? "24:00" : "20:00");
        }
        return Answer.ok(answer);
    }
}
