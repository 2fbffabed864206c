package io.tallygate.portal.publishing.openapi;

import io.tallygate.portal.input.Reason;
import java.util.List;
import java.util.stream.Collectors;

/// The document cannot be imported; the findings say where and why, the most useful first.
public final class InvalidOpenApi extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    public InvalidOpenApi(List<Finding> findings) {
        super(findings.stream()
                .map(finding -> finding.pointer() + ": " + finding.detail())
                .collect(Collectors.joining("; ")));
        this.findings = List.copyOf(findings);
    }

    InvalidOpenApi(String pointer, Reason reason) {
        this(List.of(new Finding(pointer, reason)));
    }

    public List<Finding> findings() {
        return findings;
    }
}
