package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Kind;
import io.tallygate.portal.state.Leaving;
import io.tallygate.portal.state.References;
import io.tallygate.portal.state.Section;
import io.tallygate.portal.state.Step;
import io.tallygate.portal.state.Wanted;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.TenantDetails;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the tenant says of itself. It is always there, and only ever changed.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the field is injected by the container
public class SettingsSection implements Section<TenantDetails> {
    @Inject
    private Tenants tenants;

    @Override
    public Kind kind() {
        return Kind.SETTINGS;
    }

    @Override
    public Set<String> settable() {
        return Set.of("name", "legalName", "address", "country", "timeZone", "accent", "tagline");
    }

    @Override
    public Set<String> readOnly() {
        return Set.of("slug", "currency", "keyPrefix");
    }

    @Override
    public Set<String> unique() {
        return Set.of();
    }

    @Override
    public List<Found> found(TenantId tenant) {
        Tenant now = tenants.find(tenant);
        return List.of(Found.of(Kind.SETTINGS, tenant.value(), null, now.name(), members(TenantDetails.of(now)))
                .with(Json.createObjectBuilder()
                        .add("currency", now.currency().getCurrencyCode())
                        .add("keyPrefix", now.keyPrefix())
                        .build()));
    }

    @Override
    public TenantDetails check(Access by, Wanted wanted, References references, InputCheck check) {
        TenantDetails had = TenantDetails.of(tenants.find(by.tenant()));
        List<String> address = Given.texts(wanted, "address");
        InputCheck own = new InputCheck();
        TenantDetails checked = TenantDetails.check(
                own,
                Given.text(wanted, "name", had.name()),
                Given.text(wanted, "legalName", had.legalName()),
                address == null ? had.address() : address,
                Given.text(wanted, "country", had.country()),
                Given.text(wanted, "timeZone", had.timeZone().getId()),
                Given.text(wanted, "accent", had.accent()),
                Given.text(wanted, "tagline", had.tagline()));
        own.into(check, wanted.pointer());
        if (!checked.equals(had) && !by.may(Permission.MANAGE_TENANT)) {
            check.refuse(wanted.pointer(), because("To change the settings a token needs the scope tenant:write."));
        }
        return checked;
    }

    @Override
    public JsonObject after(TenantDetails checked) {
        return members(checked);
    }

    private static JsonObject members(TenantDetails details) {
        JsonArrayBuilder address = Json.createArrayBuilder();
        details.address().forEach(address::add);
        return Json.createObjectBuilder()
                .add("name", details.name())
                .add("legalName", details.legalName())
                .add("address", address)
                .add("country", details.country())
                .add("timeZone", details.timeZone().getId())
                .add("accent", details.accent())
                .add("tagline", details.tagline())
                .build();
    }

    @Override
    public void create(Access by, List<Step<TenantDetails>> steps) {
        throw new IllegalStateException("a tenant is not made by its own document");
    }

    @Override
    public void change(Access by, Step<TenantDetails> step) {
        tenants.become(by.tenant(), step.checked());
    }

    @Override
    public @Nullable Reason whyItStays(Found object, Leaving leaving) {
        return because("it is the tenant itself.");
    }

    @Override
    public void delete(Access by, Found object) {
        throw new IllegalStateException("a tenant is not deleted by its own document");
    }
}
