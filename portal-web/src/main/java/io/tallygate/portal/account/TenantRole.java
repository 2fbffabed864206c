package io.tallygate.portal.account;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a member is to a tenant; what each may do says [Permission].
public enum TenantRole {
    OWNER,
    ADMIN,
    PUBLISHER,
    BILLING,
    VIEWER;

    /// Why a word is no role.
    public static final Reason NONE = because("One of owner, admin, publisher, billing, viewer.");

    /// As the database and the control API spell it.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TenantRole> of(String wireName) {
        return Stream.of(values())
                .filter(role -> role.wireName().equals(wireName))
                .findFirst();
    }
}
