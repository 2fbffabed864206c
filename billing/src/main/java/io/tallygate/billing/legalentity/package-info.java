/// Who sells: the legal entities of a tenant, each with numbers of its own, a bank account and its way with
/// tax. Start
/// at
/// [LegalEntities]. A tenant that has named none sells itself. Knows no invoice; documents copy what they need.
@NullMarked
package io.tallygate.billing.legalentity;

import org.jspecify.annotations.NullMarked;
