package io.tallygate.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// One event as it came, or why it is none.
sealed interface CloudEvent {
    /// As JSON in CloudEvents' own form.
    byte[] original();

    /// For the answer; null: it has none.
    @Nullable
    String source();

    /// For the answer; null: it has none.
    @Nullable
    String id();

    /// @param time  as it says; null: it does not
    /// @param data  of JSON
    /// @param text  of the data, octet by octet as it came: no number in it has changed
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Whole(
            String source,
            String id,
            String type,
            String subject,
            @Nullable String time,
            JsonNode data,
            byte[] text,
            byte[] original)
            implements CloudEvent {}

    /// @param why  for people
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Broken(@Nullable String source, @Nullable String id, String why, byte[] original) implements CloudEvent {}
}
