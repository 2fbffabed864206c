package io.tallygate.stack.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Nimbus' air: measuring stations and what they read.
final class AirQuality implements Service {
    private static final List<String> STATIONS =
            List.of("ZRH-STAMPFENBACH", "BER-NEUKOELLN", "LYS-CENTRE", "MIL-VERZIERE");

    @Override
    public Answer answer(Asked asked) {
        List<String> path = asked.segments();
        if (!asked.line().equals("GET /stations")) {
            return Answer.notFound("No operation " + asked.method() + " " + asked.path());
        }
        if (path.size() == 1) {
            ObjectNode answer = Answer.object();
            ArrayNode items = answer.putArray("items");
            STATIONS.forEach(station -> items.addObject().put("id", station).put("city", station.substring(0, 3)));
            return Answer.ok(answer);
        }
        if (!STATIONS.contains(path.get(1))) {
            return Answer.notFound("No station " + path.get(1));
        }
        Chance chance = new Chance(path.get(1));
        ObjectNode answer = Answer.object().put("station", path.get(1)).put("at", "2026-11-25T15:00:00Z");
        answer.putObject("microgramsPerCubicMetre")
                .put("pm25", chance.between("pm25", 3, 38))
                .put("pm10", chance.between("pm10", 8, 60))
                .put("no2", chance.between("no2", 6, 55))
                .put("o3", chance.between("o3", 20, 110));
        return Answer.ok(answer.put("index", chance.oneOf("index", List.of("good", "fair", "moderate", "poor"))));
    }
}
