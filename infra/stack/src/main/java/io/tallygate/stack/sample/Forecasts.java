package io.tallygate.stack.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// Nimbus' weather: now and in the next days, for a place on earth.
final class Forecasts implements Service {
    private static final List<String> SKIES = List.of("clear", "partly-cloudy", "overcast", "rain", "snow", "fog");

    @Override
    public Answer answer(Asked asked) {
        return switch (asked.line()) {
            case "GET /current" -> at(asked).map(Forecasts::current).orElseGet(Forecasts::noPlace);
            case "GET /forecast" ->
                at(asked)
                        .map(place -> forecast(place, asked.parameter("days", "5")))
                        .orElseGet(Forecasts::noPlace);
            case "GET /alerts" -> at(asked).map(Forecasts::alerts).orElseGet(Forecasts::noPlace);
            default -> Answer.notFound("No operation " + asked.method() + " " + asked.path());
        };
    }

    private static Optional<String> at(Asked asked) {
        String latitude = asked.parameter("lat", "");
        String longitude = asked.parameter("lon", "");
        return latitude.matches("-?\\d{1,2}(\\.\\d+)?") && longitude.matches("-?\\d{1,3}(\\.\\d+)?")
                ? Optional.of(latitude + "," + longitude)
                : Optional.empty();
    }

    private static Answer noPlace() {
        return Answer.badRequest("lat and lon are required, in degrees");
    }

    private static Answer current(String place) {
        Chance chance = new Chance(place);
        return Answer.ok(conditions(Answer.object().put("place", place), chance)
                .put("humidityPercent", chance.between("humidity", 35, 98))
                .put("pressureHectopascal", chance.between("pressure", 985, 1035)));
    }

    private static Answer forecast(String place, String days) {
        if (!days.matches("[1-9]|1[0-4]")) {
            return Answer.badRequest("days must lie between 1 and 14");
        }
        ObjectNode answer = Answer.object().put("place", place);
        ArrayNode list = answer.putArray("days");
        for (int day = 1; day <= Integer.parseInt(days); day++) {
            conditions(list.addObject().put("day", day), new Chance(place + day));
        }
        return Answer.ok(answer);
    }

    private static Answer alerts(String place) {
        ObjectNode answer = Answer.object().put("place", place);
        ArrayNode alerts = answer.putArray("alerts");
        if (new Chance(place).between("alert", 1, 3) == 1) {
            alerts.addObject()
                    .put("severity", "moderate")
                    .put("event", "wind")
                    .put("headline", "Gusts up to 85 km/h from the west until the evening");
        }
        return Answer.ok(answer);
    }

    private static ObjectNode conditions(ObjectNode into, Chance chance) {
        return into.put("sky", chance.oneOf("sky", SKIES))
                .put("temperatureCelsius", BigDecimal.valueOf(chance.between("temperature", -80, 310), 1))
                .put("windKilometresPerHour", chance.between("wind", 0, 70))
                .put("precipitationMillimetres", BigDecimal.valueOf(chance.between("rain", 0, 120), 1));
    }
}
