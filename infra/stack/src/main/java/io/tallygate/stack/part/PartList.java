package io.tallygate.stack.part;

import java.util.List;
import java.util.Set;

/// The parts of one installation.
/// @param postgres      starts first: three others keep their data in it
/// @param sideBySide    start together when it is ready
public record PartList(
        Postgres postgres, Keycloak keycloak, Gateway gateway, List<Part> sideBySide, List<List<Part>> endingOrder) {

    public static PartList of(Installation at) {
        Postgres postgres = new Postgres(at);
        Keycloak keycloak = new Keycloak(at, postgres);
        ClickHouse clickHouse = new ClickHouse(at);
        Upstreams upstreams = new Upstreams(at);
        Mail mail = new Mail(at);
        Portal portal = new Portal(at, postgres, keycloak);
        Gateway gateway = new Gateway(at);
        return new PartList(
                postgres,
                keycloak,
                gateway,
                List.of(clickHouse, upstreams, mail, keycloak, portal, gateway),
                // who asks ends before who answers
                List.of(
                        List.of(gateway),
                        List.of(portal),
                        List.of(upstreams, mail, keycloak, clickHouse),
                        List.of(postgres)));
    }

    /// Leaves parts out, for whoever runs them in another way; PostgreSQL stays.
    public PartList without(Set<String> names) {
        return new PartList(
                postgres,
                keycloak,
                gateway,
                keep(sideBySide, names),
                endingOrder.stream().map(together -> keep(together, names)).toList());
    }

    public List<Part> all() {
        return endingOrder.reversed().stream().flatMap(List::stream).toList();
    }

    private static List<Part> keep(List<Part> parts, Set<String> without) {
        return parts.stream()
                .filter(part -> part instanceof Postgres || !without.contains(part.name()))
                .toList();
    }
}
