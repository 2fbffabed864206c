package io.tallygate.stack.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Acme's tracking: where a parcel is, and where it was.
final class Tracking implements Service {
    private static final List<String> STATIONS =
            List.of("announced", "picked-up", "in-transit", "out-for-delivery", "delivered");
    private static final List<String> PLACES =
            List.of("Hamburg, DE", "Hannover hub, DE", "Leipzig hub, DE", "Berlin depot, DE", "Berlin, DE");

    @Override
    public Answer answer(Asked asked) {
        List<String> path = asked.segments();
        if (!asked.method().equals("GET") || path.isEmpty() || !path.getFirst().equals("parcels") || path.size() < 2) {
            return Answer.notFound("No operation " + asked.method() + " " + asked.path());
        }
        String number = path.get(1);
        if (!number.matches("ACM\\d{8}")) {
            return Answer.notFound("No parcel " + number);
        }
        return path.size() > 2 && path.get(2).equals("events") ? events(number) : parcel(number);
    }

    private static int reached(String number) {
        return new Chance(number).between("reached", 1, STATIONS.size());
    }

    private static Answer parcel(String number) {
        int reached = reached(number);
        return Answer.ok(Answer.object()
                .put("number", number)
                .put("status", STATIONS.get(reached - 1))
                .put("place", PLACES.get(reached - 1))
                .put("expected", "2026-11-%02d".formatted(new Chance(number).between("day", 26, 30))));
    }

    private static Answer events(String number) {
        ObjectNode answer = Answer.object().put("number", number);
        ArrayNode events = answer.putArray("events");
        for (int i = 0; i < reached(number); i++) {
            events.addObject()
                    .put("at", "2026-11-%02dT%02d:15:00Z".formatted(20 + i, 7 + 2 * i))
                    .put("status", STATIONS.get(i))
                    .put("place", PLACES.get(i));
        }
        return Answer.ok(answer);
    }
}
