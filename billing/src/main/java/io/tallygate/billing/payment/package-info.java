/// Money that comes in for invoices. Start at [Payments], which books it and moves the invoice's settlement; a
/// [PaymentProvider] is a way in which it comes, one folder each. Knows invoices by id, number and due; renders
/// nothing.
@NullMarked
package io.tallygate.billing.payment;

import org.jspecify.annotations.NullMarked;
