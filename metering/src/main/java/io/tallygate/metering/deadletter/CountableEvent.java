package io.tallygate.metering.deadletter;

import java.time.Instant;
import java.util.UUID;

/// An event that meters can count.
/// @param data  JSON, as it was written
public record CountableEvent(
        String source, String id, String type, String subject, UUID subscription, Instant occurredAt, String data) {}
