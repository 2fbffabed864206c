package io.tallygate.portal.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.portal.api.openapi.ServedDocument;
import io.tallygate.portal.catalogue.reference.ApiReference;
import io.tallygate.portal.catalogue.reference.ReferenceReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/// The control API's own document as pages show documents. Read at the first visit: the code does not change after it.
@ApplicationScoped
public class ControlApiReference {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServedDocument document;
    private @Nullable ApiReference reference;

    @SuppressWarnings("NullAway") // for the proxy only
    protected ControlApiReference() {
        this.document = null;
    }

    @Inject
    public ControlApiReference(ServedDocument document) {
        this.document = document;
    }

    synchronized ApiReference read() {
        if (reference == null) {
            try {
                reference = ReferenceReader.read(JSON.readTree(document.of(new ControlApiApplication().getClasses())))
                        .withProblemsBrief();
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("our own document is no JSON", impossible);
            }
        }
        return reference;
    }
}
