/// The walls between organisations: which tenant a transaction works for, and the tenant itself. Start at
/// [TenantTransactions].
/// Every room that keeps data of a tenant works inside [TenantTransactions#inTenant]; Hibernate's filter and the
/// database's
/// row-level security both take the tenant from there. Knows no member and no page.
@NullMarked
package io.tallygate.portal.tenancy;

import org.jspecify.annotations.NullMarked;
