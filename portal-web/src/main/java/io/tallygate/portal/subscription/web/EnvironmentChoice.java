package io.tallygate.portal.subscription.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Messages;
import java.util.List;
import java.util.stream.Stream;

/// Live or test, as a form offers it.
/// @param value  what the form sends
public record EnvironmentChoice(String value, String label) {

    static List<EnvironmentChoice> all(Messages messages) {
        return Stream.of(Environment.values())
                .map(environment -> new EnvironmentChoice(
                        environment.wireName(), messages.text("frame.environment." + environment.wireName())))
                .toList();
    }

    /// Live when the form names none that there is.
    static Environment chosen(Form form) {
        return Environment.of(form.value("environment")).orElse(Environment.LIVE);
    }
}
