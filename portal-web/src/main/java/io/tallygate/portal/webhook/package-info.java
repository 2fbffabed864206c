/// Tells a tenant's own systems of what changes: events are written with the change, and delivered afterwards, signed
/// as Standard Webhooks has it. Start at [WebhookEvents], which hears of every change, and [DeliverWebhooks], which
/// sends; [Webhooks] is what people and programs manage. Knows no room that changes something.
@NullMarked
package io.tallygate.portal.webhook;

import org.jspecify.annotations.NullMarked;
