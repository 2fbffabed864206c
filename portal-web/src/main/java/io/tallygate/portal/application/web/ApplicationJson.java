package io.tallygate.portal.application.web;

import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.application.Application;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/// An application as the control API shows it.
public final class ApplicationJson {
    private ApplicationJson() {}

    static JsonObjectBuilder of(Application application) {
        return Json.createObjectBuilder()
                .add("id", application.id().toString())
                .add("consumer", application.consumerId().toString())
                .add("name", application.name())
                .add("description", application.description())
                .add("createdAt", application.createdAt().toString());
    }

    public static String tag(Application application) {
        return IfMatch.tag(of(application).build());
    }
}
