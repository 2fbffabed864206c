package io.tallygate.stack.part;

import java.util.List;

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
        Portal portal = new Portal(at, postgres, keycloak);
        Gateway gateway = new Gateway(at);
        return new PartList(
                postgres,
                keycloak,
                gateway,
                List.of(clickHouse, upstreams, keycloak, portal, gateway),
                // who asks ends before who answers
                List.of(
                        List.of(gateway),
                        List.of(portal),
                        List.of(upstreams, keycloak, clickHouse),
                        List.of(postgres)));
    }

    public List<Part> all() {
        return endingOrder.reversed().stream().flatMap(List::stream).toList();
    }
}
