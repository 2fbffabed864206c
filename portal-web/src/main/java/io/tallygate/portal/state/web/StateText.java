package io.tallygate.portal.state.web;

import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.state.yaml.NotYaml;
import io.tallygate.portal.state.yaml.YamlLimits;
import io.tallygate.portal.state.yaml.YamlReader;
import jakarta.json.JsonObject;

/// A document's text, however it came.
final class StateText {
    private StateText() {}

    /// @throws ApiProblem  400 saying what is wrong with the text
    static JsonObject json(String text) {
        return Bodies.json(text);
    }

    /// @throws ApiProblem  400 saying what is wrong with the text
    static JsonObject yaml(String text) {
        try {
            return YamlReader.object(text, YamlLimits.DEFAULT);
        } catch (NotYaml broken) {
            throw ApiProblem.badRequest("The body is not YAML that is taken: " + broken.getMessage());
        }
    }

    /// Of a person, who need not say which of the two it is.
    /// @throws ApiProblem  400 saying what is wrong with the text
    static JsonObject either(String text) {
        return text.stripLeading().startsWith("{") ? json(text) : yaml(text);
    }
}
