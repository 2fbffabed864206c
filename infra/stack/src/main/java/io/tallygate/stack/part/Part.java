package io.tallygate.stack.part;

import io.tallygate.stack.process.Launch;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// One process of the stack.
public sealed interface Part permits ClickHouse, Gateway, Keycloak, Mail, Portal, Postgres, Upstreams {
    /// One word; names its log and its record.
    String name();

    /// Where it answers, for people.
    String address();

    /// Prepares its files and says how to start it. Called before each start.
    Launch launch() throws IOException, InterruptedException;

    /// Asks once whether it does its work; takes a second at most. An exception means no.
    /// @return  what it said when it is not ready, for the message after too long a wait; empty when it is
    String probe() throws Exception;

    /// What it says in its log when it will never become ready although it runs on; empty as long as there is hope.
    default Optional<String> gaveUp() throws IOException {
        return Optional.empty();
    }

    /// Called when it became ready, before anything that depends on it starts.
    default void whenReady() throws Exception {}

    /// How long a start may take.
    default Duration patience() {
        return Duration.ofSeconds(240);
    }

    default String stopSignal() {
        return "TERM";
    }

    /// How long it may take to end before it is killed.
    default Duration stopPatience() {
        return Duration.ofSeconds(20);
    }
}
