package io.tallygate.portal.signup;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.account.Directory;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.account.TenantRole;
import io.tallygate.portal.identity.Organizations;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.NewTenant;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// A person founds a tenant and owns it. What the identity provider must know of it is told in the background, so a
/// provider that is away keeps nobody from signing up.
@ApplicationScoped
public class SignUp {
    /// Tenants that one person may own and still found another.
    public static final int MOST_OWNED = 25;

    private final Tenants tenants;
    private final Directory directory;
    private final SignUpCounts counts;
    private final Organizations organizations;

    @SuppressWarnings("NullAway") // for the proxy only
    protected SignUp() {
        this(null, null, null, null);
    }

    @Inject
    public SignUp(Tenants tenants, Directory directory, SignUpCounts counts, Organizations organizations) {
        this.tenants = tenants;
        this.directory = directory;
        this.counts = counts;
        this.organizations = organizations;
    }

    /// @param person  has signed in, with a verified address
    /// @param origin  the network address that the request came from
    /// @param wanted  without an owner
    /// @throws WrongInput         pointing at what cannot be
    /// @throws TooManySignUps       after too many attempts
    /// @throws UnverifiedAddress  when the provider has not verified the person's address
    public Tenant found(Person person, String origin, NewTenant wanted) {
        if (person.email().isEmpty()) {
            throw new UnverifiedAddress();
        }
        counts.take(SignUpLimit.TENANTS_OF_A_PERSON, person.subject());
        counts.take(SignUpLimit.TENANTS_FROM_AN_ADDRESS, origin);
        if (wanted.slug() != null && ReservedNames.contain(wanted.slug().strip())) {
            throw new WrongInput("/slug", because("This name is reserved."));
        }
        long owned = directory.memberships(person, null).tenants().stream()
                .filter(membership -> membership.role() == TenantRole.OWNER)
                .count();
        if (owned >= MOST_OWNED) {
            throw new WrongInput("", because("You own {0} organisations already, which is the most.", owned));
        }
        Tenant founded = tenants.create(wanted.ownedBy(person.email()));
        directory.bind(person);
        organizations.soon();
        return founded;
    }
}
