package io.tallygate.portal.audit;

import java.util.List;

/// What the verification of one chain found.
/// @param records   that were read
/// @param anchors   anchors and checkpoints that were held against them
/// @param findings  the first [AuditLimits#MOST_FINDINGS] of them, in the order of the chain
/// @param found     how many there were
public record Verdict(long records, int anchors, List<Finding> findings, long found) {
    public Verdict {
        findings = List.copyOf(findings);
    }

    public boolean isIntact() {
        return found == 0;
    }
}
