package io.tallygate.portal.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;

/// What an installation allows every tenant to which its operator gave no number of its own.
@ApplicationScoped
public class InstallationLimits {
    private final Config settings;

    @SuppressWarnings("NullAway") // for the proxy only
    protected InstallationLimits() {
        this(null);
    }

    @Inject
    public InstallationLimits(Config settings) {
        this.settings = settings;
    }

    public long of(Limit limit) {
        return settings.getOptionalValue(limit.setting(), Long.class).orElse(limit.usual());
    }
}
