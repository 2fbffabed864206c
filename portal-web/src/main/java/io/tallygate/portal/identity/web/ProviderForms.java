package io.tallygate.portal.identity.web;

import io.tallygate.portal.frame.Form;
import io.tallygate.portal.identity.brokering.ProviderDomain;
import io.tallygate.portal.identity.brokering.ProviderKind;
import io.tallygate.portal.identity.brokering.TenantProvider;
import io.tallygate.portal.identity.brokering.TenantProviders.Described;
import io.tallygate.portal.identity.brokering.TenantProviders.Wanted;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the two pages of identity providers read from their forms and put into them.
final class ProviderForms {
    private ProviderForms() {}

    /// An empty field says nothing; the secret's stays empty unless there is a new one.
    static Wanted wanted(Form form, ProviderKind kind, boolean enabled) {
        boolean oidc = kind == ProviderKind.OIDC;
        return new Wanted(
                form.value("name"),
                enabled,
                oidc ? given(form, "discoveryUrl") : null,
                oidc ? given(form, "clientId") : null,
                oidc ? given(form, "clientSecret") : null,
                oidc ? null : given(form, "metadataUrl"),
                oidc ? null : given(form, "metadata"),
                names(form.value("domains")));
    }

    static Form of(Described described, Form form) {
        TenantProvider provider = described.provider();
        boolean oidc = provider.kind() == ProviderKind.OIDC;
        return form.with("name", provider.name())
                .with("enabled", provider.enabled() ? "on" : "")
                .with("discoveryUrl", oidc ? provider.source() : "")
                .with("clientId", provider.clientId())
                .with("metadataUrl", oidc ? "" : provider.source())
                .with(
                        "domains",
                        described.domains().stream().map(ProviderDomain::domain).collect(Collectors.joining("\n")));
    }

    private static List<String> names(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static @Nullable String given(Form form, String name) {
        String text = form.value(name).strip();
        return text.isEmpty() ? null : text;
    }
}
